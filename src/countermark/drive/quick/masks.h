/* Sixty-four bytes at a time: sets of bytes as bits, and the one pass over all of them. */
#pragma once
#include "quick.h"

/* 64 bytes at a time: in one register where the processor has such, else in two. */
#ifdef __AVX512BW__
typedef __m512i Row;
typedef __m512i Block;
#define PROCESSOR (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2"))
static inline Row row(const void *p) { return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)p)); }
static inline Block block(const uint8_t *p) { return _mm512_loadu_si512(p); }
static inline Block shuffled(Row r, Block x) { return _mm512_shuffle_epi8(r, x); }
static inline Block both(Block a, Block b) { return _mm512_and_si512(a, b); }
static inline Block low(Block v) { return _mm512_and_si512(v, _mm512_set1_epi8(15)); }
static inline Block high(Block v) { return _mm512_and_si512(_mm512_srli_epi16(v, 4), _mm512_set1_epi8(15)); }
static inline uint64_t any(Block a, Block b) { return _mm512_test_epi8_mask(a, b); }
static inline uint64_t equal(Block v, char c) { return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)); }
static inline uint64_t beyond_ascii(Block v) { return _mm512_movepi8_mask(v); }
static inline uint64_t below(Block v, char c) { return _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(c)); }
static inline void keep(uint8_t *to, Block v) { _mm512_storeu_si512(to, v); }
#else
typedef __m256i Row;
typedef struct { __m256i a, b; } Block;
#define PROCESSOR (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2"))
#define ON_BOTH(expression_of_a, expression_of_b) ((Block){expression_of_a, expression_of_b})
static inline uint64_t bits_of(__m256i a, __m256i b) {
  return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}
static inline Row row(const void *p) { return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)p)); }
static inline Block block(const uint8_t *p) {
  return ON_BOTH(_mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + 32)));
}
static inline Block shuffled(Row r, Block x) { return ON_BOTH(_mm256_shuffle_epi8(r, x.a), _mm256_shuffle_epi8(r, x.b)); }
static inline Block both(Block x, Block y) { return ON_BOTH(_mm256_and_si256(x.a, y.a), _mm256_and_si256(x.b, y.b)); }
static inline Block low(Block v) {
  const __m256i f = _mm256_set1_epi8(15);
  return ON_BOTH(_mm256_and_si256(v.a, f), _mm256_and_si256(v.b, f));
}
static inline Block high(Block v) { return low(ON_BOTH(_mm256_srli_epi16(v.a, 4), _mm256_srli_epi16(v.b, 4))); }
static inline uint64_t any(Block x, Block y) {
  Block v = both(x, y);
  const __m256i zero = _mm256_setzero_si256();
  return ~bits_of(_mm256_cmpeq_epi8(v.a, zero), _mm256_cmpeq_epi8(v.b, zero));
}
static inline uint64_t equal(Block v, char c) {
  const __m256i w = _mm256_set1_epi8(c);
  return bits_of(_mm256_cmpeq_epi8(v.a, w), _mm256_cmpeq_epi8(v.b, w));
}
static inline uint64_t beyond_ascii(Block v) { return bits_of(v.a, v.b); }
static inline uint64_t below(Block v, char c) {
  const __m256i w = _mm256_set1_epi8(c);
  return bits_of(_mm256_cmpgt_epi8(w, v.a), _mm256_cmpgt_epi8(w, v.b));
}
static inline void keep(uint8_t *to, Block v) {
  _mm256_storeu_si256((__m256i *)to, v.a);
  _mm256_storeu_si256((__m256i *)(to + 32), v.b);
}
#endif

/* A set of ASCII: for each low half of a byte the high halves that it may have, as bits. */
static Row set_of(const char *members) {
  uint8_t rows[16] = {0};
  for (; *members; members++) rows[*members & 15] |= (uint8_t)(1 << ((uint8_t)*members >> 4));
  return row(rows);
}

static inline uint64_t in_set(Block lows, Block highs, Row set) {
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128};
  return any(shuffled(set, lows), shuffled(row(bits), highs));
}

typedef void (*OnRun)(Quick *, const uint8_t *, size_t, size_t);

/* Runs of at least 24 or 12 members, as they end; `*open` is how many reach the end of the block before. */
static inline void runs(Quick *q, const uint8_t *b, size_t base, uint64_t m, size_t *open, size_t least, OnRun on) {
  if (m == ~0ull) { *open += 64; return; }
  size_t lead = (size_t)__builtin_ctzll(~m);
  if (*open + lead >= least) on(q, b, base - *open, base + lead);
  size_t tail = (size_t)__builtin_clzll(~m);
  *open = tail;
  uint64_t r = m & m >> 1;
  r &= r >> 2;
  r &= r >> 4;
  if (least == LEAST_HEX) r &= m >> 8 & m >> 9 & m >> 10 & m >> 11;
  else r &= r >> 8 & r >> 16;
  if (!r) return;
  uint64_t rest = m;
  rest &= lead ? ~0ull << lead : ~0ull;
  while (rest) {
    size_t from = (size_t)__builtin_ctzll(rest);
    uint64_t off = ~(rest >> from);
    size_t length = (size_t)__builtin_ctzll(off);
    if (from + length >= 64) return;
    if (length >= least) on(q, b, base + from, base + from + length);
    rest &= ~0ull << (from + length);
  }
}

static void sweep(Quick *q, const uint8_t *b, size_t n) {
  const Tables *t = q->tables;
  Row teddy[3][2];
  for (int p = 0; p < 3; p++)
    for (int h = 0; h < 2; h++) teddy[p][h] = row(t->teddy[p][h]);
  const Row base64 = set_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");
  const Row hex = set_of("ABCDEFabcdef0123456789");
  size_t open64 = 0, open_hex = 0;
  uint64_t newlines = 0, continuations = 0, all_high = 0, openers = 0, escapes = 0;
  const Row opening = set_of("%&"), blanks = set_of(" \t"), loose_colon = set_of(": \t"), beginnings = set_of("\"{[");
  uint64_t colon[3] = {0}, comma[3] = {0}, beyond = 0;
  q->bodies = q->decoded = 0;
  verify(q, b - 1, 255); /* what begins before the text */
  for (size_t base = 0; base < n; base += 64) {
    const uint8_t *at = b + base;
    Block v = block(at), second = block(at + 1), third = block(at + 2);
    uint64_t within = n - base >= 64 ? ~0ull : (1ull << (n - base)) - 1;
    Block lows = low(v), highs = high(v);
    Block found = both(shuffled(teddy[0][0], lows), shuffled(teddy[0][1], highs));
    found = both(found, both(shuffled(teddy[1][0], low(second)), shuffled(teddy[1][1], high(second))));
    Block last = both(shuffled(teddy[2][0], low(third)), shuffled(teddy[2][1], high(third)));
    uint64_t candidates = any(found, last) & within;
    if (candidates) {
      uint8_t which[64];
      keep(which, both(found, last));
      do {
        int p = __builtin_ctzll(candidates);
        candidates &= candidates - 1;
        verify(q, at + p, which[p]);
      } while (candidates);
    }
    runs(q, b, base, in_set(lows, highs, base64) & within, &open64, LEAST_BASE64, on_base64);
    runs(q, b, base, in_set(lows, highs, hex) & within, &open_hex, LEAST_HEX, on_hex);
    Block fourth = block(at + 3);
    uint64_t blank = in_set(low(third), high(third), blanks), colons = equal(v, '"') & equal(second, ':') & within;
    uint64_t loose = colons & blank & (in_set(low(fourth), high(fourth), blanks) | equal(third, '\t'));
    loose |= equal(v, '"') & in_set(low(second), high(second), blanks) & in_set(low(third), high(third), loose_colon) & within;
    colon[0] += (uint64_t)__builtin_popcountll(colons & ~blank);
    colon[1] += (uint64_t)__builtin_popcountll(colons & blank & ~loose);
    colon[2] += (uint64_t)__builtin_popcountll(loose);
    uint64_t commas = equal(v, ',') & within, wide = commas & in_set(low(second), high(second), blanks);
    uint64_t odd = wide & (blank | equal(second, '\t'));
    comma[0] += (uint64_t)__builtin_popcountll(commas & in_set(low(second), high(second), beginnings));
    comma[1] += (uint64_t)__builtin_popcountll(wide & ~odd & in_set(low(third), high(third), beginnings));
    comma[2] += (uint64_t)__builtin_popcountll(odd);
    openers |= in_set(lows, highs, opening);
    escapes |= equal(v, '\\');
    newlines += (uint64_t)__builtin_popcountll(equal(v, '\n') & within);
    uint64_t up = beyond_ascii(v) & within;
    all_high |= up;
    if (up) {
      uint64_t inner = (uint64_t)__builtin_popcountll(below(v, -64) & within); /* 0x80 to 0xBF, with a sign */
      continuations += inner;
      beyond += (uint64_t)__builtin_popcountll(up) - inner;
    }
  }
  if (open64 >= LEAST_BASE64) on_base64(q, b, n - open64, n);
  if (open_hex >= LEAST_HEX) on_hex(q, b, n - open_hex, n);
  for (int k = 0; k < 3; k++) {
    q->count[t->colon_rule][k] += (uint32_t)colon[k];
    q->count[t->comma_rule][k] += (uint32_t)comma[k];
  }
  q->count[t->beyond_rule][1] += (uint32_t)beyond;
  q->newlines = newlines, q->continuations = continuations, q->high = all_high, q->openers = openers, q->has_escape = escapes;
}
