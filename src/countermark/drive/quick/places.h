/* Single places: rows of bytes, hexadecimal numbers, base64 that is text. */
#pragma once
#include "quick.h"

static void verify(Quick *q, const uint8_t *at, unsigned buckets) {
  const Tables *t = q->tables;
  while (buckets) {
    unsigned b = (unsigned)__builtin_ctz(buckets);
    buckets &= buckets - 1;
    uint32_t likely = t->likely[b][0][at[0]] & t->likely[b][1][at[1]] & t->likely[b][2][at[2]];
    for (; likely; likely &= likely - 1) {
      const Sequence *s = &t->sequence[t->bucket[b] + (unsigned)__builtin_ctz(likely)];
      const uint8_t *from = at - s->anchor;
      unsigned k = 0;
      while (k < s->length && t->classes[s->item[k]][from[k]]) k++;
      if (k < s->length) continue;
      if (s->has_lead) {
        const uint8_t *p = from - 1;
        while (t->classes[s->skipped][*p]) p--;
        if (!t->classes[s->lead][*p]) continue;
      }
      q->count[s->rule][s->way]++;
    }
  }
}

static int is_hex(uint8_t c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f'); }
static int hex_value(uint8_t c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }
static int is_alnum(uint8_t c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

static void on_hex(Quick *q, const uint8_t *b, size_t start, size_t end) {
  if (end - start == LEAST_HEX && start >= 24 && b[start - 1] == '-' && b[start - 6] == '-') { /* a UUID's last part */
    unsigned cases[2] = {0, 0};
    for (size_t i = start - 24; i < end; i++)
      if (is_hex(b[i]) && b[i] > '9') cases[b[i] >= 'a']++;
    if (cases[0] && cases[1]) q->count[q->tables->hex_rule][0] += cases[0] + cases[1];
  }
  unsigned lower = 0, upper = 0, digits = 0;
  for (size_t i = start; i < end; i++) {
    if (b[i] <= '9') digits++;
    else if (b[i] >= 'a') lower++;
    else upper++;
  }
  if (lower && upper && digits && !is_alnum(b[end])) q->count[q->tables->hex_rule][0] += lower + upper;
}

static int base64_value(uint8_t c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : 63;
}

/* How many bytes the UTF-8 character at `b` has; 0 where it is none, -1 where it may be cut off at `end`. */
static int utf8_size(const uint8_t *b, const uint8_t *end) {
  uint8_t c = *b;
  int size = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
  for (int k = 1; k < size; k++) {
    if (b + k >= end) return -1;
    if ((b[k] & 0xC0) != 0x80) return 0;
    if (k == 1 && ((c == 0xE0 && b[1] < 0xA0) || (c == 0xED && b[1] > 0x9F) || (c == 0xF0 && b[1] < 0x90) ||
                   (c == 0xF4 && b[1] > 0x8F)))
      return 0;
  }
  return size;
}

static size_t decode64(const uint8_t *from, size_t length, uint8_t *to) {
  size_t out = 0, i = 0;
  for (; i + 4 <= length; i += 4) {
    uint32_t v = (uint32_t)base64_value(from[i]) << 18 | (uint32_t)base64_value(from[i + 1]) << 12 |
                 (uint32_t)base64_value(from[i + 2]) << 6 | (uint32_t)base64_value(from[i + 3]);
    to[out++] = (uint8_t)(v >> 16), to[out++] = (uint8_t)(v >> 8), to[out++] = (uint8_t)v;
  }
  if (length - i >= 2) {
    uint32_t v = (uint32_t)base64_value(from[i]) << 18 | (uint32_t)base64_value(from[i + 1]) << 12;
    if (length - i == 3) v |= (uint32_t)base64_value(from[i + 2]) << 6;
    to[out++] = (uint8_t)(v >> 16);
    if (length - i == 3) to[out++] = (uint8_t)(v >> 8);
  }
  return out;
}

/* Whether bytes are UTF-8 as far as they go, and no controls but few: `countermark.text.opened.text_of`. */
static int is_text(const uint8_t *b, size_t n, int is_whole) {
  const uint8_t *end = b + n;
  size_t odd = 0, characters = 0;
  while (b < end) {
    int size = utf8_size(b, end);
    if (size <= 0) return size < 0 && !is_whole;
    odd += *b < ' ' && *b != '\t' && *b != '\n' && *b != '\r' && *b != 0x1b;
    characters++;
    b += size;
  }
  return !is_whole || 20 * odd <= characters;
}

static void on_base64(Quick *q, const uint8_t *b, size_t start, size_t end) {
  size_t stop = end;
  while (stop > start && b[stop - 1] == '=' && end - stop < 2) stop--;
  if (stop - start < LEAST_BASE64 || (stop - start) % 4 == 1) return;
  uint8_t first[24];
  size_t got = decode64(b + start, LEAST_BASE64, first);
  int packed = first[0] < 0x20 || (first[0] == 0x28 && first[1] == 0xb5) || first[0] == 0x78 || !memcmp(first, "BZ", 2);
  if (!packed && !is_text(first, got, 0)) return;
  int standard = 0, url = 0;
  for (size_t i = start; i < stop; i++) {
    if (b[i] == '=') return;
    standard |= b[i] == '+' || b[i] == '/';
    url |= b[i] == '-' || b[i] == '_';
  }
  if (standard && url) return;
  if (packed && !is_text(first, got, 0)) { /* compressed: it is for the finder to open it */
    if (first[0] == 0x1f || first[0] == 0x28) q->flags |= EVERYTHING;
    return;
  }
  if (q->decoded + (stop - start) > q->capacity) { q->flags |= EVERYTHING; return; }
  uint8_t *to = q->buffer[4] + q->decoded;
  size_t length = decode64(b + start, stop - start, to);
  if (!is_text(to, length, 1)) return;
  if (q->is_opening || memchr(to, '\\', length)) { q->flags |= EVERYTHING; return; } /* encoded twice */
  if (q->bodies == q->most_bodies) { q->flags |= EVERYTHING; return; }
  q->body[q->bodies++] = (Body){start, end, q->decoded, length};
  q->decoded += length;
}
