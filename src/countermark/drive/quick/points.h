/* Characters beyond ASCII. */
#pragma once
#include "quick.h"

static uint32_t code_point(const uint8_t *b, int size) {
  if (size == 2) return (uint32_t)(b[0] & 31) << 6 | (b[1] & 63);
  if (size == 3) return (uint32_t)(b[0] & 15) << 12 | (uint32_t)(b[1] & 63) << 6 | (b[2] & 63);
  return (uint32_t)(b[0] & 7) << 18 | (uint32_t)(b[1] & 63) << 12 | (uint32_t)(b[2] & 63) << 6 | (b[3] & 63);
}

/* `surrogates`: halves of pairs that stood as escapes are let through; in a stream of bytes they are no UTF-8. */
static void points(Quick *q, const uint8_t *b, size_t n, int surrogates) {
  const Tables *t = q->tables;
  const uint8_t *end = b + n;
  while (b < end) {
    if (*b < 0x80) {
      while (b + 32 <= end) {
        unsigned up = (unsigned)_mm256_movemask_epi8(_mm256_loadu_si256((const __m256i *)b));
        if (up) { b += __builtin_ctz(up); break; }
        b += 32;
      }
      while (b < end && *b < 0x80) b++;
      if (b >= end) return;
    }
    int size = utf8_size(b, end);
    if (size <= 0 && surrogates && *b == 0xED && b + 3 <= end) size = 3;
    if (size <= 0) { q->flags |= EVERYTHING; return; }
    const Point *p = &t->point[t->point_of[code_point(b, size)]];
    for (unsigned k = 0; k < p->count; k++) {
      const Member *m = &p->member[k];
      if (t->classes[m->before][b[-1]] && t->classes[m->after][b[size]]) q->count[m->rule][m->way]++;
    }
    b += size;
  }
}
