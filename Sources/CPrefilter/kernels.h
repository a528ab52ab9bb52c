#ifndef BLOT_KERNELS_H
#define BLOT_KERNELS_H

#include "CPrefilter.h"

enum { BLOT_HITS_SLACK = 16 };

typedef size_t (*blot_hits)(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);

size_t blot_hits_scalar(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);
#if defined(__x86_64__)
size_t blot_hits_avx2(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);
size_t blot_hits_avx512(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);
size_t blot_hits_avx512vbmi(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);
#endif
#if defined(__aarch64__)
size_t blot_hits_neon(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits);
#endif

#endif
