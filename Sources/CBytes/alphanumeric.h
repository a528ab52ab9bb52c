#ifndef BLOT_ALPHANUMERIC_H
#define BLOT_ALPHANUMERIC_H

#include <stdint.h>

static inline int is_alphanumeric(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 26;
}

#if defined(__x86_64__)
#include <emmintrin.h>

// Bytes of 16 that lie in first...first + count - 1, as 0xFF.
static inline __m128i in_range(__m128i v, char first, char count) {
    __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(count - 1)), offset);
}

// Which of 16 bytes are ASCII letters or digits.
static inline uint32_t alphanumeric_of_16(__m128i v) {
    __m128i letters = in_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 26);
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(letters, in_range(v, '0', 10)));
}
#endif

#endif
