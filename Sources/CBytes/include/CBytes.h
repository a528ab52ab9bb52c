#ifndef BLOT_CBYTES_H
#define BLOT_CBYTES_H

#include <stddef.h>
#include <stdint.h>

/// memmem(3) and memrchr(3): GNU functions that Swift's Glibc module does not show.
const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length);
const void *blot_memrchr(const void *text, int byte, size_t count);

/// The first place from `from` on where an encoded text may stand, or `count`: an escape of a terminal, of JSON or C
/// (other than the plain `\"` and `\n`), a percent-encoded byte, an HTML entity, quoted-printable, a run of base64 or
/// hexadecimal digits that decodes to text, a hex dump. It may say "maybe" too often. Escapes are found where they begin,
/// runs where they begin; of several places within 64 bytes, any may be the answer, but none before it is missed.
size_t blot_find_encoded(const void *text, size_t from, size_t count);

/// Which of the first 64 bytes at most are ASCII letters or digits: bit n for byte n.
uint64_t blot_alphanumeric(const void *text, size_t count);

/// The first place from `from` on, and before `end`, of `<`, `>`, `&` or a line ending; `end` when there is none.
size_t blot_find_tag(const void *text, size_t from, size_t end);

/// Bits of the hash of a window of five bytes: the highest of the product of the bytes, the first one lowest, shifted up
/// by three bytes, and the factor.
#define BLOT_WINDOW_BITS 18
#define BLOT_WINDOW_FACTOR 0x9E3779B97F4A7C15ull

/// The first of the places `from`, `from + 8`, … before `end` whose window's hash has its bit set in a bitmap; `end` when
/// there is none. Eight bytes are read at each place.
size_t blot_find_window(const uint64_t *bitmap, const void *text, size_t from, size_t end);

/// The number of line endings from `from` on and before `end`.
size_t blot_count_lines(const void *text, size_t from, size_t end);

/// The first place from `from` on and before `end` of the `T` in `T12:34:56`; `end` when there is none.
size_t blot_find_time(const void *text, size_t from, size_t end);

/// Which vector instructions to use.
enum blot_instructions { BLOT_HAS_NONE, BLOT_HAS_SSE2, BLOT_HAS_AVX2, BLOT_HAS_VBMI };

/// The best that the processor has, or less where the environment's BLOT_KERNEL names less: `avx512` and `avx2` are AVX2
/// here, `scalar` and `portable` are none.
enum blot_instructions blot_instructions(void);

/// `blot_find_encoded` with instructions that the processor has: no more than `blot_instructions` says.
size_t blot_find_encoded_with(
    enum blot_instructions instructions, const void *text, size_t from, size_t count);

#endif
