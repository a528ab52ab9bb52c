#include "CPrefilter.h"
#include "kernels.h"

#include <string.h>

// Text that is searched before its hits are compared: both fit in the first cache, beside the bitmap.
enum { STRIDE = 2048 };

int blot_kernel_is_supported(enum blot_kernel kernel) {
    switch (kernel) {
    case BLOT_SCALAR: return 1;
#if defined(__x86_64__)
    case BLOT_AVX2: return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
    case BLOT_AVX512: return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
    case BLOT_AVX512VBMI:
        return blot_kernel_is_supported(BLOT_AVX512) && __builtin_cpu_supports("avx512vbmi") != 0
            && __builtin_cpu_supports("avx512vbmi2") != 0;
#endif
#if defined(__aarch64__)
    case BLOT_NEON: return 1;
#endif
    default: return 0;
    }
}

static blot_hits function_of(enum blot_kernel kernel) {
    switch (kernel) {
#if defined(__x86_64__)
    case BLOT_AVX2: return blot_hits_avx2;
    case BLOT_AVX512: return blot_hits_avx512;
    case BLOT_AVX512VBMI: return blot_hits_avx512vbmi;
#endif
#if defined(__aarch64__)
    case BLOT_NEON: return blot_hits_neon;
#endif
    default: return blot_hits_scalar;
    }
}

static uint64_t eight_bytes(const uint8_t *text, size_t left) {
    uint64_t bytes = 0;
    memcpy(&bytes, text, left < 8 ? left : 8);
    return bytes;
}

// Whether a literal stands at a place of which at least its length is left.
static inline int stands_at(
    const struct blot_literal_table *table, const struct blot_literal *entry, const uint8_t *text, size_t left) {
    uint64_t head;
    if (left >= 8)
        memcpy(&head, text, 8);
    else
        head = eight_bytes(text, left);
    if (((head | entry->fold) & entry->mask) != entry->head) return 0;
    for (size_t i = 8; i < entry->length; i++) {
        size_t at = entry->rest + i - 8;
        if ((text[i] | table->folds[at]) != table->letters[at]) return 0;
    }
    return 1;
}

size_t blot_find_literals(
    const struct blot_literal_table *table, enum blot_kernel kernel, const uint8_t *text, size_t *from, size_t count,
    struct blot_candidate *candidates, size_t capacity) {
    uint32_t hits[STRIDE + BLOT_HITS_SLACK];
    blot_hits search = function_of(kernel);
    size_t written = 0;
    size_t end = count < BLOT_WINDOW ? 0 : count - BLOT_WINDOW + 1;
    for (size_t at = *from; at < end; at += STRIDE) {
        size_t to = end - at < STRIDE ? end : at + STRIDE;
        size_t found = search(table, text, at, to, count, hits);
        for (size_t i = 0; i < found; i++) {
            size_t place = hits[i];
            uint32_t hash = blot_hash(
                (uint32_t)text[place] | (uint32_t)text[place + 1] << 8 | (uint32_t)text[place + 2] << 16 | 0x202020);
            uint32_t slot = hash >> (BLOT_BITMAP_BITS - BLOT_SLOT_BITS);
            uint32_t last = table->slots[slot + 1];
            if (last - table->slots[slot] > capacity - written) {
                *from = place;
                return written;
            }
            for (uint32_t e = table->slots[slot]; e < last; e++) {
                const struct blot_literal *entry = &table->entries[e];
                // Wraps around where the literal would begin before the text.
                size_t start = place - entry->window;
                if (start > place || entry->length > count - start) continue;
                if (!stands_at(table, entry, text + start, count - start)) continue;
                candidates[written++] = (struct blot_candidate){(uint32_t)start, entry->literal};
            }
        }
    }
    *from = count;
    return written;
}
