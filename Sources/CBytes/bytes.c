#define _GNU_SOURCE
#include "CBytes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length) {
    return memmem(text, count, needle, length);
}

const void *blot_memrchr(const void *text, int byte, size_t count) { return memrchr(text, byte, count); }

size_t blot_find_tag(const void *bytes, size_t from, size_t end) {
    const uint8_t *text = bytes;
    size_t at = from;
#if defined(__x86_64__)
    for (; at + 16 <= end; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(text + at));
        __m128i hit = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')), _mm_cmpeq_epi8(v, _mm_set1_epi8('>'))),
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\n'))));
        int mask = _mm_movemask_epi8(hit);
        if (mask) return at + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    for (; at < end; at++)
        if (text[at] == '<' || text[at] == '>' || text[at] == '&' || text[at] == '\n') return at;
    return end;
}

static size_t find_time(const uint8_t *text, size_t at, size_t end) {
    // Eight bytes stand behind the T.
    for (; at + 8 < end; at++)
        if (text[at] == 'T' && text[at + 3] == ':' && text[at + 6] == ':') return at;
    return end;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t find_time_avx2(const uint8_t *text, size_t at, size_t end) {
    for (; at + 38 <= end; at += 32) {
        __m256i t = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(text + at)), _mm256_set1_epi8('T'));
        __m256i c = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(text + at + 3)), _mm256_set1_epi8(':'));
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(t, c));
        for (; mask; mask &= mask - 1) {
            size_t place = at + (size_t)__builtin_ctz(mask);
            if (text[place + 6] == ':') return place;
        }
    }
    return find_time(text, at, end);
}
#endif

size_t blot_find_time(const void *text, size_t from, size_t end) {
#if defined(__x86_64__)
    if (blot_instructions() >= BLOT_HAS_AVX2) return find_time_avx2(text, from, end);
#endif
    return find_time(text, from, end);
}

static size_t count_lines(const uint8_t *text, size_t at, size_t end) {
    size_t lines = 0;
    for (; at < end; at++) lines += text[at] == '\n';
    return lines;
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static size_t count_lines_avx2(const uint8_t *text, size_t at, size_t end) {
    size_t lines = 0;
    for (; at + 32 <= end; at += 32) {
        __m256i v = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(text + at)), _mm256_set1_epi8('\n'));
        lines += (size_t)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(v));
    }
    return lines + count_lines(text, at, end);
}
#endif

size_t blot_count_lines(const void *text, size_t from, size_t end) {
#if defined(__x86_64__)
    if (blot_instructions() >= BLOT_HAS_AVX2) return count_lines_avx2(text, from, end);
#endif
    return count_lines(text, from, end);
}

static enum blot_instructions available(void) {
#if defined(__x86_64__)
    const char *kernel = getenv("BLOT_KERNEL");
    if (kernel && (!strcmp(kernel, "scalar") || !strcmp(kernel, "portable"))) return BLOT_HAS_NONE;
    if (!__builtin_cpu_supports("avx2")) return BLOT_HAS_SSE2;
    if (kernel && (!strcmp(kernel, "avx2") || !strcmp(kernel, "avx512"))) return BLOT_HAS_AVX2;
    int has_vbmi = __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    return has_vbmi ? BLOT_HAS_VBMI : BLOT_HAS_AVX2;
#else
    return BLOT_HAS_NONE;
#endif
}

enum blot_instructions blot_instructions(void) {
    static int known = -1;
    int instructions = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (instructions < 0) {
        instructions = (int)available();
        __atomic_store_n(&known, instructions, __ATOMIC_RELAXED);
    }
    return (enum blot_instructions)instructions;
}
