/* Tables, which drive/quick/engine.py makes: its structures mirror these. */
#pragma once
#include <immintrin.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RULES 63
#define WAYS 16
#define SEQUENCES 160
#define CLASSES 128
#define LONGEST 16
#define BUCKETS 8
#define PAD 256
#define SHAPES 256
#define EVERYTHING (1ull << 63)
#define ROUNDS 6
#define SPANS 4096
#define SEEN 1024
#define LEAST_BASE64 24
#define LEAST_HEX 12
#define EDGE 0xFF

typedef struct { uint8_t length, anchor, rule, way, has_lead, skipped, lead, unused, item[LONGEST]; } Sequence;
typedef struct { uint8_t rule, way, before, after; } Member; /* classes that must stand beside; 0: whatever */
typedef struct { uint8_t count; Member member[7]; uint8_t unused[3]; } Point;
typedef struct {
  uint8_t teddy[3][2][16];
  uint8_t classes[CLASSES][256];
  Sequence sequence[SEQUENCES];
  uint32_t likely[BUCKETS][3][256]; /* which sequences of a bucket may have a byte at their anchor and after it */
  uint8_t bucket[BUCKETS + 1];
  uint8_t hex_rule, names_rule, headers_rule, header_case_rule, colon_rule, comma_rule, beyond_rule; /* what is built in */
  uint8_t several[RULES];
  uint32_t need[RULES];
  Point point[256];
  const uint8_t *point_of; /* 0x110000 */
  uint64_t seed;
} Tables;

typedef struct { uint64_t awake, newlines, continuations, is_ascii; } Facts;
typedef struct { uint64_t set, row, count; } Shape;
typedef struct { size_t start, end, at, length; } Body;
typedef struct { size_t start, end; } Span;
typedef struct {
  const Tables *tables;
  uint8_t *buffer[5]; /* the text and what it is opened to by turns, and decoded bodies */
  Span span[2][SPANS];
  uint32_t spans[2];
  size_t capacity;
  uint32_t count[RULES][WAYS];
  Shape shape[SHAPES];
  uint32_t shapes, last_shape;
  uint64_t seen[SEEN][2];
  Body *body;
  size_t bodies, most_bodies, decoded;
  uint64_t flags, is_opening, newlines, continuations, high, openers, has_escape;
} Quick;
