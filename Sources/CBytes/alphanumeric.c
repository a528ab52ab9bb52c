#include "CBytes.h"

#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>

/// Bytes of 16 that lie in first…first + count − 1, as 0xFF.
static __m128i in_range(__m128i v, char first, char count) {
    __m128i offset = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8(count - 1)), offset);
}

static uint64_t mask_of_64(const uint8_t *text) {
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(text + 16 * i));
        __m128i letters = in_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 26);
        __m128i hit = _mm_or_si128(letters, in_range(v, '0', 10));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
    }
    return mask;
}
#else
static uint64_t mask_of_64(const uint8_t *text) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) {
        int hit = (uint8_t)(text[i] - '0') < 10 || (uint8_t)((text[i] | 0x20) - 'a') < 26;
        mask |= (uint64_t)hit << i;
    }
    return mask;
}
#endif

uint64_t blot_alphanumeric(const void *text, size_t count) {
    if (count >= 64) return mask_of_64(text);
    uint8_t padded[64] = {0};
    memcpy(padded, text, count);
    return mask_of_64(padded);
}
