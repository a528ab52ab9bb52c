#include "CBytes.h"

#include <stdint.h>

static size_t find_pair_bytes(
    const uint8_t *text, size_t from, size_t end, const uint8_t *pairs, size_t count) {
    for (size_t at = from; at < end; at++)
        for (size_t i = 0; i < count; i++)
            if (text[at] == pairs[2 * i] && text[at + 1] == pairs[2 * i + 1]) return at;
    return end;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static size_t find_pair_avx2(
    const uint8_t *text, size_t from, size_t end, const uint8_t *pairs, size_t count) {
    size_t at = from;
    for (; at + 32 <= end; at += 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(text + at));
        __m256i w = _mm256_loadu_si256((const __m256i *)(text + at + 1));
        __m256i hit = _mm256_setzero_si256();
        for (size_t i = 0; i < count; i++)
            hit = _mm256_or_si256(
                hit, _mm256_and_si256(
                         _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)pairs[2 * i])),
                         _mm256_cmpeq_epi8(w, _mm256_set1_epi8((char)pairs[2 * i + 1]))));
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(hit);
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
    return find_pair_bytes(text, at, end, pairs, count);
}

static size_t find_pair_sse2(
    const uint8_t *text, size_t from, size_t end, const uint8_t *pairs, size_t count) {
    size_t at = from;
    for (; at + 16 <= end; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(text + at));
        __m128i w = _mm_loadu_si128((const __m128i *)(text + at + 1));
        __m128i hit = _mm_setzero_si128();
        for (size_t i = 0; i < count; i++)
            hit = _mm_or_si128(
                hit, _mm_and_si128(
                         _mm_cmpeq_epi8(v, _mm_set1_epi8((char)pairs[2 * i])),
                         _mm_cmpeq_epi8(w, _mm_set1_epi8((char)pairs[2 * i + 1]))));
        uint32_t mask = (uint32_t)_mm_movemask_epi8(hit);
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
    return find_pair_bytes(text, at, end, pairs, count);
}
#endif

size_t blot_find_pair(const void *text, size_t from, size_t end, const uint8_t *pairs, size_t count) {
#if defined(__x86_64__)
    switch (blot_instructions()) {
    case BLOT_HAS_VBMI:
    case BLOT_HAS_AVX2: return find_pair_avx2(text, from, end, pairs, count);
    case BLOT_HAS_SSE2: return find_pair_sse2(text, from, end, pairs, count);
    default: return find_pair_bytes(text, from, end, pairs, count);
    }
#else
    return find_pair_bytes(text, from, end, pairs, count);
#endif
}
