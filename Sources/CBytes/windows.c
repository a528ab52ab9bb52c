#include "CBytes.h"

#include <stdint.h>
#include <string.h>

static inline uint64_t bit_of(const uint8_t *place) {
    uint64_t word;
    memcpy(&word, place, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return (word << 24) * BLOT_WINDOW_FACTOR >> (64 - BLOT_WINDOW_BITS);
}

static inline int is_known(const uint64_t *bitmap, const uint8_t *place) {
    uint64_t bit = bit_of(place);
    return bitmap[bit >> 6] >> (bit & 63) & 1;
}

static size_t find_one_by_one(const uint64_t *bitmap, const uint8_t *text, size_t at, size_t end) {
    for (; at < end; at += 8)
        if (is_known(bitmap, text + at)) return at;
    return end;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f,avx512dq"))) static size_t find_avx512(
    const uint64_t *bitmap, const uint8_t *text, size_t at, size_t end) {
    const __m512i factor = _mm512_set1_epi64((long long)BLOT_WINDOW_FACTOR);
    const __m512i low = _mm512_set1_epi64(63);
    // Eight windows lie in 64 bytes.
    for (; at + 56 < end; at += 64) {
        __m512i word = _mm512_loadu_si512(text + at);
        __m512i bit = _mm512_srli_epi64(
            _mm512_mullo_epi64(_mm512_slli_epi64(word, 24), factor), 64 - BLOT_WINDOW_BITS);
        __m512i known = _mm512_i64gather_epi64(_mm512_srli_epi64(bit, 6), bitmap, 8);
        __mmask8 mask = _mm512_test_epi64_mask(
            known, _mm512_sllv_epi64(_mm512_set1_epi64(1), _mm512_and_si512(bit, low)));
        if (mask) return at + 8 * (size_t)__builtin_ctz(mask);
    }
    return find_one_by_one(bitmap, text, at, end);
}
#endif

size_t blot_find_window(const uint64_t *bitmap, const void *text, size_t from, size_t end) {
#if defined(__x86_64__)
    if (blot_instructions() == BLOT_HAS_VBMI) {
        size_t at = find_avx512(bitmap, text, from, end);
        return at < end ? at : end;
    }
#endif
    return find_one_by_one(bitmap, text, from, end);
}
