#ifndef BLOT_CPREFILTER_H
#define BLOT_CPREFILTER_H

#include <stddef.h>
#include <stdint.h>

enum {
    /// Bytes of a literal that are hashed.
    BLOT_WINDOW = 3,
    /// Bits of the hash, and those of them that name a slot.
    BLOT_BITMAP_BITS = 18,
    BLOT_SLOT_BITS = 14,
};

/// A literal that is searched for.
struct blot_literal {
    /// Its first eight bytes as they lie in memory, bit 5 set where `fold` has it; those of them that it has.
    uint64_t head, fold, mask;
    /// Where the other bytes stand in `letters` and `folds` of the table.
    uint32_t rest;
    uint32_t length;
    /// Where in the literal the hashed window begins.
    uint32_t window;
    /// What the caller calls it.
    uint32_t literal;
};

/// What the search needs to know. Written once, read from any thread.
struct blot_literal_table {
    /// One bit for each hash of three bytes of which bit 5 is set.
    const uint32_t *bitmap;
    /// For each slot (the upper bits of the same hash) where its entries begin; one more at the end.
    const uint32_t *slots;
    const struct blot_literal *entries;
    const uint8_t *letters;
    const uint8_t *folds;
    /// For each place of a window and each byte (without its highest bit) the buckets of the windows that have it there.
    uint8_t buckets[BLOT_WINDOW][128];
};

struct blot_candidate {
    /// Where the literal's first byte stands.
    uint32_t offset;
    uint32_t literal;
};

/// The hash of three bytes, bit 5 set in each, the first one lowest; the upper 14 bits of a number of 32.
static inline uint32_t blot_hash(uint32_t bytes) { return bytes * 0x9E3779B1u >> (32 - BLOT_BITMAP_BITS); }

/// Ways to search; all find the same.
enum blot_kernel {
    BLOT_SCALAR,
    BLOT_AVX2,
    BLOT_AVX512,
    BLOT_AVX512VBMI,
    BLOT_NEON,
};

/// Whether this processor can do it.
int blot_kernel_is_supported(enum blot_kernel kernel);

/// Finds the literals whose window begins in [*from, count - BLOT_WINDOW], in the order of their windows.
///
/// Returns how many candidates were written. If `capacity` did not do, *from is where to go on; otherwise it is `count`.
/// A window's candidates are written all or none: the capacity is at least the number of entries in a slot.
size_t blot_find_literals(
    const struct blot_literal_table *table, enum blot_kernel kernel, const uint8_t *text, size_t *from, size_t count,
    struct blot_candidate *candidates, size_t capacity);

#endif
