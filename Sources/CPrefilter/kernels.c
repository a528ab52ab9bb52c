#include "kernels.h"

#include <string.h>

// Each kernel finds the places in [from, to) at which the bitmap knows the three bytes, and returns their number. The
// table's buckets may turn a place away before: they know every window of the table. The text is readable up to `count`,
// and `to` is at most count - 2. Up to BLOT_HITS_SLACK numbers behind the last may be overwritten.

static inline uint32_t hash_at(const uint8_t *text, size_t at) {
    return blot_hash((uint32_t)text[at] | (uint32_t)text[at + 1] << 8 | (uint32_t)text[at + 2] << 16 | 0x202020);
}

static inline int is_known(const struct blot_literal_table *table, uint32_t hash) {
    return table->bitmap[hash >> 5] >> (hash & 31) & 1;
}

size_t blot_hits_scalar(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits) {
    size_t found = 0;
    size_t at = from;
    // Six windows lie in one load of eight bytes; no branch depends on what is found.
    for (; at + 6 <= to && at + 8 <= count; at += 6) {
        uint64_t bytes;
        memcpy(&bytes, text + at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        bytes = __builtin_bswap64(bytes);
#endif
        bytes |= 0x2020202020202020ull;
        for (int i = 0; i < 6; i++) {
            hits[found] = (uint32_t)(at + (size_t)i);
            found += (size_t)is_known(table, blot_hash((uint32_t)(bytes >> 8 * i) & 0xFFFFFF));
        }
    }
    for (; at < to; at++) {
        hits[found] = (uint32_t)at;
        found += (size_t)is_known(table, hash_at(text, at));
    }
    return found;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,bmi"))) size_t blot_hits_avx2(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits) {
    const __m256i windows = _mm256_setr_epi8(
        0, 1, 2, -1, 1, 2, 3, -1, 2, 3, 4, -1, 3, 4, 5, -1, 4, 5, 6, -1, 5, 6, 7, -1, 6, 7, 8, -1, 7, 8, 9, -1);
    const __m256i bit5 = _mm256_set1_epi32(0x202020);
    const __m256i factor = _mm256_set1_epi32((int)0x9E3779B1u);
    size_t found = 0;
    size_t at = from;
    for (; at + 32 <= to && at + 40 <= count; at += 32) {
        uint32_t mask = 0;
        for (int part = 0; part < 4; part++) {
            __m256i w = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(text + at + 8 * part)));
            w = _mm256_or_si256(_mm256_shuffle_epi8(w, windows), bit5);
            __m256i h = _mm256_mullo_epi32(w, factor);
            // The hash is the upper 18 bits: 13 of them name a word of the bitmap, 5 a bit in it.
            __m256i words = _mm256_i32gather_epi32((const int *)table->bitmap, _mm256_srli_epi32(h, 19), 4);
            __m256i bits = _mm256_srli_epi32(_mm256_slli_epi32(h, 13), 27);
            __m256i known = _mm256_sllv_epi32(words, _mm256_sub_epi32(_mm256_set1_epi32(31), bits));
            mask |= (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(known)) << 8 * part;
        }
        for (; mask; mask &= mask - 1) hits[found++] = (uint32_t)at + (uint32_t)__builtin_ctz(mask);
    }
    return found + blot_hits_scalar(table, text, at, to, count, hits + found);
}

// Which of sixteen windows the bitmap knows.
__attribute__((target("avx512f,avx512bw,avx512vl,bmi,popcnt"))) static inline __mmask16 known_windows(
    const struct blot_literal_table *table, __m512i windows) {
    __m512i h = _mm512_mullo_epi32(
        _mm512_or_si512(windows, _mm512_set1_epi32(0x202020)), _mm512_set1_epi32((int)0x9E3779B1u));
    __m512i words = _mm512_i32gather_epi32(_mm512_srli_epi32(h, 19), table->bitmap, 4);
    __m512i bits = _mm512_srli_epi32(_mm512_slli_epi32(h, 13), 27);
    return _mm512_test_epi32_mask(words, _mm512_sllv_epi32(_mm512_set1_epi32(1), bits));
}

__attribute__((target("avx512f,avx512bw,avx512vl,bmi,popcnt"))) size_t blot_hits_avx512(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits) {
    const __m512i spread = _mm512_setr_epi32(0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4);
    const __m512i windows = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 1, 2, -1, 1, 2, 3, -1, 2, 3, 4, -1, 3, 4, 5, -1));
    size_t found = 0;
    size_t at = from;
    for (; at + 32 <= to && at + 48 <= count; at += 32) {
        uint32_t mask = 0;
        for (int part = 0; part < 2; part++) {
            __m512i w = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)(text + at + 16 * part)));
            w = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(spread, w), windows);
            mask |= (uint32_t)known_windows(table, w) << 16 * part;
        }
        for (; mask; mask &= mask - 1) hits[found++] = (uint32_t)at + (uint32_t)__builtin_ctz(mask);
    }
    return found + blot_hits_scalar(table, text, at, to, count, hits + found);
}

// The buckets turn away most places, sixteen of the others at a time are looked up in the bitmap.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,popcnt"))) size_t blot_hits_avx512vbmi(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits) {
    uint8_t numbers[64];
    for (int i = 0; i < 64; i++) numbers[i] = (uint8_t)i;
    const __m512i places = _mm512_loadu_si512(numbers);
    __m512i low[BLOT_WINDOW], high[BLOT_WINDOW];
    for (int place = 0; place < BLOT_WINDOW; place++) {
        low[place] = _mm512_loadu_si512(table->buckets[place]);
        high[place] = _mm512_loadu_si512(table->buckets[place] + 64);
    }
    size_t found = 0;
    size_t at = from;
    for (; at + 64 <= to && at + 128 <= count; at += 64) {
        __m512i v = _mm512_loadu_si512(text + at);
        __m512i b0 = _mm512_permutex2var_epi8(low[0], v, high[0]);
        __m512i b1 = _mm512_permutex2var_epi8(low[1], _mm512_loadu_si512(text + at + 1), high[1]);
        __m512i b2 = _mm512_permutex2var_epi8(low[2], _mm512_loadu_si512(text + at + 2), high[2]);
        uint64_t mask = _mm512_test_epi8_mask(_mm512_and_si512(b0, b1), b2);
        if (mask == 0) continue;
        __m512i after = _mm512_loadu_si512(text + at + 64);
        __m512i left = _mm512_maskz_compress_epi8(mask, places);
        int count_left = (int)_mm_popcnt_u64(mask);
        while (1) {
            __m512i place = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(left));
            // The bytes at the place and the two after it; the fourth is a zero of its own making.
            __m512i index = _mm512_add_epi32(
                _mm512_mullo_epi32(place, _mm512_set1_epi32(0x010101)), _mm512_set1_epi32(0x020100));
            __m512i w = _mm512_maskz_permutex2var_epi8(0x7777777777777777ull, v, index, after);
            __mmask16 known = known_windows(table, w);
            if (count_left < 16) known &= (__mmask16)((1u << count_left) - 1);
            _mm512_storeu_si512(
                hits + found,
                _mm512_maskz_compress_epi32(known, _mm512_add_epi32(place, _mm512_set1_epi32((int)at))));
            found += (size_t)_mm_popcnt_u32(known);
            if (count_left <= 16) break;
            count_left -= 16;
            left = _mm512_alignr_epi64(_mm512_setzero_si512(), left, 2);
        }
    }
    return found + blot_hits_scalar(table, text, at, to, count, hits + found);
}
#endif

#if defined(__aarch64__)
#include <arm_neon.h>

size_t blot_hits_neon(
    const struct blot_literal_table *table, const uint8_t *text, size_t from, size_t to, size_t count, uint32_t *hits) {
    size_t found = 0;
    size_t at = from;
    for (; at + 16 <= to && at + 16 + BLOT_WINDOW <= count; at += 16) {
        uint8x16_t buckets = vdupq_n_u8(0xFF);
        for (int place = 0; place < BLOT_WINDOW; place++) {
            const uint8_t *b = table->buckets[place];
            uint8x16_t v = vandq_u8(vld1q_u8(text + at + place), vdupq_n_u8(127));
            uint8x16_t l = vqtbl4q_u8(vld1q_u8_x4(b), v);
            buckets = vandq_u8(buckets, vqtbx4q_u8(l, vld1q_u8_x4(b + 64), vsubq_u8(v, vdupq_n_u8(64))));
        }
        // Four bits for each byte.
        uint64_t mask = vget_lane_u64(
            vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(vtstq_u8(buckets, buckets)), 4)), 0);
        for (mask &= 0x1111111111111111ull; mask; mask &= mask - 1) {
            size_t place = at + (size_t)__builtin_ctzll(mask) / 4;
            hits[found] = (uint32_t)place;
            found += (size_t)is_known(table, hash_at(text, place));
        }
    }
    return found + blot_hits_scalar(table, text, at, to, count, hits + found);
}
#endif
