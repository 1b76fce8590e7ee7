/* Names on lines, in objects of JSON and before colons: their order and their case. */
#pragma once
#include "quick.h"

static uint64_t mixed(uint64_t h, uint64_t v) {
  __uint128_t p = (__uint128_t)(h ^ v ^ 0x9E3779B97F4A7C15ull) * 0xD6E8FEB86659FD93ull;
  return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static uint64_t name_of(uint64_t seed, const uint8_t *b, size_t n) {
  uint64_t h = seed ^ n, v;
  for (; n >= 8; n -= 8, b += 8) { memcpy(&v, b, 8); h = mixed(h, v); }
  v = 0;
  memcpy(&v, b, n);
  return mixed(mixed(h, v), seed);
}

typedef struct { uint64_t set, row, count; int64_t depth; size_t from; int named, is_void; } Line;

/* One token of a line that begins with a brace: countermark.text.channels.order's `_member_spans`. */
static void token(const Quick *q, Line *l, const uint8_t *b, size_t start, size_t end, size_t line_end) {
  uint8_t c = b[start];
  if (l->is_void) return;
  if (l->depth == 1 && (c == ',' || c == '}')) {
    if (!l->named) { l->is_void = 1; return; }
    l->count++, l->named = 0, l->from = end;
  } else if (l->depth == 1 && !l->named) {
    if (c != '"') { l->is_void = 1; return; }
    for (size_t i = l->from; i < start; i++)
      if (b[i] != ' ' && b[i] != '\t' && b[i] < 0x80 && !(b[i] >= 9 && b[i] <= 13) && !(b[i] >= 28 && b[i] <= 31)) {
        l->is_void = 1;
        return;
      }
    uint64_t h = name_of(q->tables->seed, b + start, end - start);
    l->set += h, l->row = mixed(l->row, h), l->named = 1;
  }
  if (c == '{' || c == '[') l->depth++;
  if (c == '}' || c == ']') {
    l->depth--;
    if (l->depth == 0 && end != line_end) l->is_void = 1;
  }
}

static void line_done(Quick *q, const Line *l, unsigned rule) {
  if (l->is_void || l->depth != 0 || l->count < 2) return;
  const Shape *last = &q->shape[q->last_shape];
  if (q->shapes && last->set == l->set && last->row == l->row && last->count == l->count) return;
  for (uint32_t i = 0; i < q->shapes; i++) {
    const Shape *s = &q->shape[i];
    if (s->set == l->set && s->count == l->count) {
      q->count[rule][0] += s->row != l->row;
      q->last_shape = i;
      return;
    }
  }
  if (q->shapes == SHAPES) { q->count[rule][0]++; return; }
  q->shape[q->shapes] = (Shape){l->set, l->row, l->count};
  q->last_shape = q->shapes++;
}

/* A line token by token, as a regular expression finds them: what opens and never closes is no string. */
static void slow_line(Quick *q, const uint8_t *b, size_t start, size_t end) {
  Line l = {0, 0, 0, 0, start + 1, 0, 0};
  for (size_t i = start; i < end;) {
    uint8_t c = b[i];
    if (c == '"') {
      size_t k = i + 1;
      while (k < end && b[k] != '"') k += b[k] == '\\' && k + 1 < end ? 2 : 1;
      if (k < end && b[k] == '"') { token(q, &l, b, i, k + 1, end); i = k + 1; continue; }
    } else if (c == '{' || c == '}' || c == '[' || c == ']' || c == ',') {
      token(q, &l, b, i, i + 1, end);
      if (l.depth == 0) break;
    }
    i++;
  }
  line_done(q, &l, q->tables->names_rule);
}

static size_t next_line(const uint8_t *b, size_t at, size_t n) {
  const uint8_t *found = memchr(b + at, '\n', n - at);
  return found ? (size_t)(found - b) : n;
}

/* The bits that lie within strings, the opening quotation mark with them. */
static inline uint64_t within_strings(uint64_t marks) {
  __m128i all = _mm_set1_epi8(-1);
  return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)marks), all, 0));
}

static void fast_line(Quick *q, const uint8_t *b, size_t start, size_t end) {
  const Row structural = set_of("{}[],");
  Line l = {0, 0, 0, 0, start + 1, 0, 0};
  size_t opened = 0;
  uint64_t carried = 0, inside = 0; /* the first byte is escaped, or within a string */
  int is_name = 0;
  for (size_t base = start; base < end; base += 64) {
    const uint8_t *at = b + base;
    Block v = block(at);
    uint64_t within = end - base >= 64 ? ~0ull : (1ull << (end - base)) - 1;
    uint64_t marks = equal(v, '"') & within, back = equal(v, '\\') & within;
    if (back | carried) {
      uint64_t escaped = carried, rest = back & ~carried;
      carried = 0;
      while (rest) {
        uint64_t bit = rest & -rest;
        escaped |= bit << 1;
        carried |= bit >> 63;
        rest &= ~(bit | bit << 1);
      }
      marks &= ~escaped;
    }
    uint64_t strings = within_strings(marks) ^ inside;
    if (back & ~strings) { slow_line(q, b, start, end); return; }
    inside = (uint64_t)((int64_t)strings >> 63);
    uint64_t signs = in_set(low(v), high(v), structural) & within & ~strings, left = ~0ull;
    for (;;) {
      uint64_t events = (is_name || (l.depth == 1 && !l.named) ? signs | marks : signs) & left;
      if (!events) break;
      unsigned p = (unsigned)__builtin_ctzll(events);
      left = p == 63 ? 0 : ~0ull << (p + 1);
      if (marks >> p & 1) {
        if (is_name) token(q, &l, b, opened, base + p + 1, end);
        else opened = base + p;
        is_name = !is_name;
      } else if (l.depth <= 1 || at[p] != ',') {
        token(q, &l, b, base + p, base + p + 1, end);
        if (l.depth == 0 || l.is_void) { line_done(q, &l, q->tables->names_rule); return; }
      }
    }
  }
  if (inside || is_name) slow_line(q, b, start, end);
  else line_done(q, &l, q->tables->names_rule);
}

#define FLAT_LEAST 6
#define FLAT_MOST 4002

/* Objects with no other brace between theirs: countermark.text.channels.order's `_flat`. */
static void flat_objects(Quick *q, const uint8_t *b, size_t n) {
  const Row braces = set_of("{}");
  size_t opened = n;
  for (size_t base = 0; base < n; base += 64) {
    Block v = block(b + base);
    uint64_t m = in_set(low(v), high(v), braces) & (n - base >= 64 ? ~0ull : (1ull << (n - base)) - 1);
    for (; m; m &= m - 1) {
      size_t at = base + (size_t)__builtin_ctzll(m);
      if (b[at] == '{') { opened = at; continue; }
      size_t length = at + 1 - opened;
      int is_line = (b[opened - 1] == '\n' || !opened) && (b[at + 1] == '\n' || at + 1 == n); /* was looked at */
      if (opened < n && !is_line && length >= FLAT_LEAST && length <= 4 * FLAT_MOST && b[opened + 1] != '}') fast_line(q, b, opened, at + 1);
      opened = n;
    }
  }
}

/* Names before a colon at the beginning of a line, in blocks: their order, and the case in which one name is written. */
static void lines(Quick *q, const uint8_t *b, size_t n) {
  const Tables *t = q->tables;
  Line block_of_headers = {0, 0, 0, 0, 0, 0, 0};
  for (size_t start = 0; start < n;) {
    size_t stop = next_line(b, start, n), end = stop > start && b[stop - 1] == '\r' ? stop - 1 : stop, k = start;
    int is_header = 0;
    if ((b[start] | 32) >= 'a' && (b[start] | 32) <= 'z') {
      uint64_t exact = t->seed, folded = ~t->seed;
      for (; is_alnum(b[k]) || b[k] == '-'; k++) {
        exact = mixed(exact, b[k]);
        folded = mixed(folded, b[k] >= 'A' && b[k] <= 'Z' ? b[k] | 32 : b[k]);
      }
      is_header = b[k] == ':' && (b[k + 1] == ' ' || b[k + 1] == '\t');
      if (is_header) {
        block_of_headers.set += folded, block_of_headers.row = mixed(block_of_headers.row, folded), block_of_headers.count++;
        size_t place = folded % SEEN, tries = 0;
        while (q->seen[place][0] && q->seen[place][0] != folded && tries++ < SEEN) place = (place + 1) % SEEN;
        if (tries > SEEN || (q->seen[place][0] == folded && q->seen[place][1] != exact)) q->count[t->header_case_rule][0]++;
        else q->seen[place][0] = folded, q->seen[place][1] = exact;
      }
    }
    if (!is_header || stop + 1 >= n) {
      if (block_of_headers.count > 1) line_done(q, &block_of_headers, t->headers_rule);
      block_of_headers = (Line){0, 0, 0, 0, 0, 0, 0};
    }
    if (end > start + 1 && b[start] == '{' && b[end - 1] == '}') fast_line(q, b, start, end);
    start = stop + 1;
  }
}
