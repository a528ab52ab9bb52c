#define _GNU_SOURCE
#include "CBytes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length) {
    return memmem(text, count, needle, length);
}

const void *blot_memrchr(const void *text, int byte, size_t count) { return memrchr(text, byte, count); }

size_t blot_find_tag(const void *bytes, size_t from, size_t end) {
    const uint8_t *text = bytes;
    size_t at = from;
#if defined(__SSE2__)
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

static enum blot_instructions available(void) {
#if defined(__x86_64__)
    const char *kernel = getenv("BLOT_KERNEL");
    if (kernel && (!strcmp(kernel, "scalar") || !strcmp(kernel, "portable"))) return BLOT_HAS_NONE;
    if (!__builtin_cpu_supports("avx2")) return BLOT_HAS_SSE2;
    if (kernel && (!strcmp(kernel, "avx2") || !strcmp(kernel, "avx512"))) return BLOT_HAS_AVX2;
    int has_vbmi = __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vl");
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
