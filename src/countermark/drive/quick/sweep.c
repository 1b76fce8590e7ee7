/* Says of a text which rules may find something in it: counts what `countermark.text.signs` declares. Knows no channel.
 *
 * Everything counted is at least what the finder would find, so that a rule below its need is proof. The tables are
 * made by drive/quick/engine.py, whose structures mirror those below. x86-64 with AVX2; elsewhere it is not built.
 *
 * Sources, 2026-11: sets by two shuffles: W. Mula, "SIMD byte lookup", 0x80.pl; candidates of several sequences at
 * once: Teddy, of Hyperscan (G. Langdale et al., NSDI 2019); backslashes before quotes: simdjson (arXiv:1902.08318).
 */
#include "quick.h"
#include "places.h"
#include "masks.h"
#include "points.h"
#include "names.h"
#include "opening.h"

static void look(Quick *q, const uint8_t *b, size_t n, int surrogates) {
  sweep(q, b, n);
  if (q->high) points(q, b, n, surrogates);
  lines(q, b, n);
  flat_objects(q, b, n);
}

static uint64_t awake(const Quick *q) {
  uint64_t found = q->flags;
  for (unsigned r = 0; r < RULES; r++) {
    uint64_t sum = 0, most = 0;
    for (unsigned w = 0; w < WAYS; w++) {
      sum += q->count[r][w];
      most = q->count[r][w] > most ? q->count[r][w] : most;
    }
    if (q->tables->several[r]) sum -= most; /* of several ways of writing, all but the usual one are odd */
    if (sum && sum >= q->tables->need[r]) found |= 1ull << r;
  }
  return found;
}

static void edges(uint8_t *b, size_t n) {
  memset(b - PAD / 2, EDGE, PAD / 2);
  memset(b + n, EDGE, PAD / 2);
}

static int room(Quick *q, size_t n) {
  if (n <= q->capacity) return 1;
  for (int k = 0; k < 5; k++) {
    free(q->buffer[k]);
    q->buffer[k] = malloc(n + 4 * PAD);
  }
  free(q->body);
  q->most_bodies = n / LEAST_BASE64 + 1;
  q->body = malloc(q->most_bodies * sizeof(Body));
  q->capacity = n;
  if (q->buffer[0] && q->buffer[1] && q->buffer[2] && q->buffer[3] && q->buffer[4] && q->body) return 1;
  q->capacity = 0;
  return 0;
}

Quick *quick_new(const Tables *tables) {
  if (!PROCESSOR) return NULL;
  Quick *q = calloc(1, sizeof *q);
  if (q) q->tables = tables;
  return q;
}

void quick_free(Quick *q) {
  for (int k = 0; k < 5; k++) free(q->buffer[k]);
  free(q->body);
  free(q);
}

size_t quick_size(void) { return sizeof(Tables); }

/* What stands encoded in a text that was looked at, written out and looked at; what was encoded twice is for the finder. */
static void look_decoded(Quick *q, const uint8_t *b, size_t n) {
  for (int round = 0; q->openers || q->bodies; round++) {
    int changed = 0;
    uint8_t *to = q->buffer[2 + round % 2] + PAD;
    n = decode(q, b, n, to, &changed);
    if (!changed) return;
    if (round == ROUNDS) q->flags |= EVERYTHING;
    if (q->flags) return;
    edges(to, n);
    q->is_opening = 1;
    look(q, to, n, 1);
    q->is_opening = 0;
    b = to;
  }
}

/* Counts what is in the text once its strings are written out, and in those that are JSON again, and so on. */
static void look_within(Quick *q, size_t n) {
  uint8_t *b = q->buffer[0] + PAD, *to = q->buffer[1] + PAD;
  q->span[0][0] = (Span){0, n};
  q->spans[0] = 1;
  for (int round = 0; q->spans[0] && !q->flags; round++) {
    int changed = 0, is_whole = q->spans[0] == 1 && q->span[0][0].start == 0;
    uint8_t *out = to;
    q->spans[1] = 0;
    for (uint32_t k = 0; k < q->spans[0]; k++) {
      const Span *s = &q->span[0][k];
      if (!is_whole) *out++ = '"';
      out = unescape(q, b + s->start, s->end - s->start, to, out, &changed);
      if (!is_whole) *out++ = '"';
    }
    if (!changed && round) return;
    if (round == ROUNDS) q->flags |= EVERYTHING;
    n = (size_t)(out - to);
    edges(to, n);
    if (changed) look(q, to, n, 1);
    uint8_t *was = b;
    b = to, to = was;
    q->spans[0] = q->spans[1];
    memcpy(q->span[0], q->span[1], q->spans[1] * sizeof(Span));
    look_decoded(q, b, n);
  }
}

/* Bits of the rules that may find something in the text or in what it encodes; bit 63: it must be looked at whole. */
uint64_t quick_look(Quick *q, const uint8_t *data, size_t n, Facts *facts) {
  if (!room(q, n)) return EVERYTHING;
  memset(q->count, 0, sizeof q->count);
  memset(q->seen, 0, sizeof q->seen);
  q->flags = q->shapes = q->last_shape = 0;
  uint8_t *b = q->buffer[0] + PAD;
  memcpy(b, data, n);
  edges(b, n);
  look(q, b, n, 0);
  *facts = (Facts){awake(q), q->newlines, q->continuations, !q->high};
  uint64_t found = facts->awake;
  if ((!q->openers && !q->bodies && !q->has_escape) || found & EVERYTHING) return found;
  memset(q->count, 0, sizeof q->count);
  look_within(q, n);
  return facts->awake = found | awake(q);
}
