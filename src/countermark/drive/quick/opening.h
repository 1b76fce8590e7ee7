/* What stands encoded, written out. */
#pragma once
#include "quick.h"

static size_t put(uint8_t *to, uint32_t c) {
  if (c < 0x80) { to[0] = (uint8_t)c; return 1; }
  if (c < 0x800) { to[0] = (uint8_t)(0xC0 | c >> 6), to[1] = (uint8_t)(0x80 | (c & 63)); return 2; }
  if (c < 0x10000) {
    to[0] = (uint8_t)(0xE0 | c >> 12), to[1] = (uint8_t)(0x80 | (c >> 6 & 63)), to[2] = (uint8_t)(0x80 | (c & 63));
    return 3;
  }
  to[0] = (uint8_t)(0xF0 | c >> 18), to[1] = (uint8_t)(0x80 | (c >> 12 & 63)), to[2] = (uint8_t)(0x80 | (c >> 6 & 63));
  to[3] = (uint8_t)(0x80 | (c & 63));
  return 4;
}

static int hex4(const uint8_t *b, const uint8_t *end, uint32_t *c) {
  if (end - b < 6 || b[0] != '\\' || b[1] != 'u' || !is_hex(b[2]) || !is_hex(b[3]) || !is_hex(b[4]) || !is_hex(b[5])) return 0;
  *c = (uint32_t)(hex_value(b[2]) << 12 | hex_value(b[3]) << 8 | hex_value(b[4]) << 4 | hex_value(b[5]));
  return 1;
}

/* Where a string that may be JSON itself ends: the place of its closing mark, or 0. `b` is at its first character. */
static size_t nested_end(const uint8_t *b, size_t n) {
  int has_escape = 0;
  if (n < 3 || !strchr(*b == '{' ? " \\}" : " \\{[]-0123456789tfn", b[1]) || !b[1]) return 0;
  for (size_t i = 0; i < n; i++) {
    if (b[i] == '\\') has_escape = 1, i++;
    else if (b[i] == '\n') return 0;
    else if (b[i] == '"') return has_escape && strchr("}] ntr", b[i - 1]) ? i : 0;
  }
  return 0;
}

/* Every escape of JSON undone, wherever it stands; what is JSON again is noted, to be opened in its turn. */
static uint8_t *unescape(Quick *q, const uint8_t *b, size_t n, const uint8_t *start, uint8_t *to, int *changed) {
  const uint8_t *end = b + n, *nested = NULL;
  const __m256i slash = _mm256_set1_epi8('\\'), quote = _mm256_set1_epi8('"');
  static const uint8_t plain[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                     ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
  while (b < end) {
    while (b + 32 <= end) {
      __m256i v = _mm256_loadu_si256((const __m256i *)b);
      unsigned m = (unsigned)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(v, slash), _mm256_cmpeq_epi8(v, quote)));
      _mm256_storeu_si256((__m256i *)to, v); /* what is too much is written over: nothing ever grows */
      unsigned k = m ? (unsigned)__builtin_ctz(m) : 32;
      b += k, to += k;
      if (m) break;
    }
    while (b < end && *b != '\\' && *b != '"') *to++ = *b++;
    if (b >= end) break;
    if (nested && b >= nested) {
      q->span[1][q->spans[1] - 1].end = (size_t)(to - start);
      nested = NULL;
    }
    int is_mark = *b == '"' || (b + 1 < end && b[1] == '"');
    uint32_t c, second;
    if (*b == '"') {
      *to++ = *b++;
    } else if (b + 1 < end && plain[b[1]]) {
      *to++ = plain[b[1]];
      b += 2, *changed = 1;
    } else if (hex4(b, end, &c)) {
      b += 6, *changed = 1, is_mark |= c == '"';
      if (c >= 0xD800 && c < 0xDC00 && hex4(b, end, &second) && second >= 0xDC00 && second < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (second - 0xDC00);
        b += 6;
      }
      to += put(to, c);
    } else {
      *to++ = *b++;
    }
    if (is_mark && !nested && b + 1 < end && (*b == '{' || *b == '[' || *b == '\\')) {
      size_t length = *b == '\\' ? 0 : nested_end(b, (size_t)(end - b));
      if (*b == '\\' && b[1] == 'u') q->flags |= hex4(b, end, &c) && (c == '{' || c == '[') ? EVERYTHING : 0;
      if (length && q->spans[1] == SPANS) q->flags |= EVERYTHING;
      else if (length) {
        nested = b + length;
        q->span[1][q->spans[1]++] = (Span){(size_t)(to - start), 0};
      }
    }
  }
  if (nested) q->spans[1]--;
  return to;
}

static size_t percents(const uint8_t *b, const uint8_t *end, uint8_t *to, size_t *got) {
  size_t n = 0, length = 0;
  while (end - (b + n) >= 3 && b[n] == '%' && is_hex(b[n + 1]) && is_hex(b[n + 2])) {
    to[length++] = (uint8_t)(hex_value(b[n + 1]) << 4 | hex_value(b[n + 2]));
    n += 3;
  }
  for (size_t i = 0; i < length;) {
    int size = utf8_size(to + i, to + length);
    if (size <= 0) return *got = 0, n;
    i += (size_t)size;
  }
  return *got = length, n;
}

/* A character reference: 0 where it is none, and then only names that are not known here need the finder. */
static size_t reference(Quick *q, const uint8_t *b, const uint8_t *end, uint8_t *to, size_t *got) {
  static const struct { const char *name; uint8_t size, plain; } known[] = {
      {"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&quot;", 6, '"'}, {"&apos;", 6, '\''}};
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if ((size_t)(end - b) >= known[k].size && !memcmp(b, known[k].name, known[k].size))
      return *to = known[k].plain, *got = 1, known[k].size;
  size_t n = 1;
  if (b + 1 < end && b[1] == '#') {
    uint32_t c = 0;
    int is_x = b + 2 < end && (b[2] | 32) == 'x';
    size_t digits = 0;
    for (n = is_x ? 3 : 2; b + n < end && digits < 8 && (is_x ? is_hex(b[n]) : b[n] >= '0' && b[n] <= '9'); n++, digits++)
      c = c * (is_x ? 16 : 10) + (uint32_t)(is_x ? hex_value(b[n]) : b[n] - '0');
    if (!digits || b + n >= end || b[n] != ';') return 0;
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) || c > 0xFFFD) { q->flags |= EVERYTHING; return 0; }
    return *got = put(to, c), n + 1;
  }
  while (b + n < end && n < 34 && is_alnum(b[n])) n++;
  if (n > 2 && b + n < end && b[n] == ';') q->flags |= EVERYTHING;
  return 0;
}

/* Base64 that is text, percent escapes and references written out. */
static size_t decode(Quick *q, const uint8_t *b, size_t n, uint8_t *to, int *changed) {
  const uint8_t *end = b + n;
  uint8_t *out = to;
  for (size_t i = 0, next = 0; i < n;) {
    if (next < q->bodies && i == q->body[next].start) {
      const Body *body = &q->body[next++];
      memcpy(out, q->buffer[4] + body->at, body->length);
      out += body->length, i = body->end, *changed = 1;
      continue;
    }
    size_t got = 0, used = 0;
    if (b[i] == '%') {
      used = percents(b + i, end, out, &got);
      if (used && !got) { memcpy(out, b + i, used); out += used, i += used; continue; }
    } else if (b[i] == '&') {
      used = reference(q, b + i, end, out, &got);
    }
    if (got) { out += got, i += used, *changed = 1; continue; }
    *out++ = b[i++];
  }
  return (size_t)(out - to);
}
