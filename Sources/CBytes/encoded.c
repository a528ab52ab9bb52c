#include "CBytes.h"
#include "alphanumeric.h"

#include <stdint.h>
#include <string.h>

// The shortest run of letters and digits that is looked at. Base64 of ASCII text has no `+` and `/` but in the place of
// `>`, `?` and `~`.
enum { SHORTEST_RUN = 24, BLOCK = 64 };

static const int8_t BASE64[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['-'] = 63,
    ['/'] = 64, ['_'] = 64,
};

static int is_hex(uint8_t byte) {
    return (uint8_t)(byte - '0') < 10 || (uint8_t)((byte | 0x20) - 'a') < 6;
}

static int is_octal(uint8_t byte) { return (byte & 0xF8) == '0'; }

static int is_text(uint8_t byte) {
    return (uint8_t)(byte - 0x20) < 0x5F || byte == '\n' || byte == '\t' || byte == '\r' || byte == 0x1B;
}

// First characters of four whose first byte may be text, zero (UTF-16), or begin a gzip header or a byte order mark.
static int may_begin_text(uint8_t character) {
    const uint64_t values = 0xFFFFFFCDull | 1ull << 63;
    int value = BASE64[character] - 1;
    return value >= 0 && (values >> value & 1);
}

// Whether the 16 characters decode to twelve bytes of text, to UTF-16 of it, or to a gzip header.
static inline int decodes_to_text(const uint8_t *at) {
    if (!may_begin_text(at[0])) return 0;
    if (at[0] == 'H' && at[1] == '4' && at[2] == 's') return 1;
    if (!(may_begin_text(at[4]) && may_begin_text(at[8]) && may_begin_text(at[12]))) return 0;
    int text = 0, zeros = 0;
    for (int group = 0; group < 4; group++, at += 4) {
        int a = BASE64[at[0]] - 1, b = BASE64[at[1]] - 1, c = BASE64[at[2]] - 1, d = BASE64[at[3]] - 1;
        if ((a | b | c | d) < 0) return 0;
        uint8_t bytes[3] = {(uint8_t)(a << 2 | b >> 4), (uint8_t)(b << 4 | c >> 2), (uint8_t)(c << 6 | d)};
        for (int i = 0; i < 3; i++) {
            text += is_text(bytes[i]);
            zeros += bytes[i] == 0;
        }
    }
    return text == 12 || (zeros >= 5 && text >= 5);
}

// Whether the 16 characters decode to twelve bytes of UTF-8, the last character perhaps cut.
static int decodes_to_utf8(const uint8_t *at) {
    int open = 0;  // Bytes of a character that are still to come.
    for (int group = 0; group < 4; group++, at += 4) {
        int a = BASE64[at[0]] - 1, b = BASE64[at[1]] - 1, c = BASE64[at[2]] - 1, d = BASE64[at[3]] - 1;
        if ((a | b | c | d) < 0) return 0;
        uint8_t bytes[3] = {(uint8_t)(a << 2 | b >> 4), (uint8_t)(b << 4 | c >> 2), (uint8_t)(c << 6 | d)};
        for (int i = 0; i < 3; i++) {
            if (open > 0) {
                if ((bytes[i] & 0xC0) != 0x80) return 0;
                open--;
            } else if (bytes[i] >= 0xC2 && bytes[i] < 0xF5) {
                open = bytes[i] < 0xE0 ? 1 : bytes[i] < 0xF0 ? 2 : 3;
            } else if (!is_text(bytes[i])) {
                return 0;
            }
        }
    }
    return 1;
}

// Bytes of text in hexadecimal digits, `step` characters from one to the next.
static int hex_is_text(const uint8_t *at, size_t step, int bytes) {
    for (int i = 0; i < bytes; i++, at += step) {
        // 0x20 to 0x7F, an escape, a line ending or a tab
        if ((uint8_t)(at[0] - '2') < 6) {
            if (!is_hex(at[1])) return 0;
        } else if (at[0] == '1') {
            if ((at[1] | 0x20) != 'b') return 0;
        } else if (at[0] != '0' || !((at[1] | 0x20) == 'a' || at[1] == '9' || (at[1] | 0x20) == 'd')) {
            return 0;
        }
    }
    return 1;
}

// Whether a run may be text in base64 or hexadecimal digits, from its beginning on or a little after it.
static int run_is_encoded(const uint8_t *run, size_t count) {
    for (size_t at = 0; at < 4 && at + 16 <= count; at++)
        if (decodes_to_text(run + at)) return 1;
    if (decodes_to_utf8(run)) return 1;
    // The magic number of gzip
    if (run[0] == '1' && (run[1] | 0x20) == 'f' && run[2] == '8' && (run[3] | 0x20) == 'b') return 1;
    return hex_is_text(run, 2, 12) || hex_is_text(run + (count & 1), 2, 12);
}

// Whether what a byte begins is an escape of some encoding.
static int begins_escape(const uint8_t *text, size_t at, size_t count) {
    size_t left = count - at;
    const uint8_t *p = text + at;
    switch (*p) {
    case 0x1B: return 1;
    case 0x08: return 1;
    case '%': return left >= 3 && is_hex(p[1]) && is_hex(p[2]);
    case '&':
        if (left < 4) return 0;
        if (p[1] == '#') return 1;
        for (size_t i = 1; i < left && i <= 8; i++) {
            if (p[i] == ';') return i > 2;
            if ((uint8_t)((p[i] | 0x20) - 'a') >= 26) return 0;
        }
        return 0;
    case '\\':
        if (left < 2) return 0;
        switch (p[1]) {
        case 'u':
        case 'U': return left >= 3 && (is_hex(p[2]) || p[2] == '{');
        case 'x': return left >= 4 && is_hex(p[2]) && is_hex(p[3]);
        case '/':
        case '\\':
        case '\'':
        case '\n':
        case '\r': return 1;
        case 'e': return left >= 3 && p[2] == '[';
        default: return left >= 4 && is_octal(p[1]) && p[1] < '4' && is_octal(p[2]) && is_octal(p[3]);
        }
    default: return 0;
    }
}

static int pairs_are_text(const uint8_t *text, size_t at, size_t count) {
    return count - at >= 24 && hex_is_text(text + at, 3, 8);
}

static int fours_are_text(const uint8_t *text, size_t at, size_t count) {
    if (count - at < 30) return 0;
    uint8_t digits[24];
    for (int i = 0; i < 6; i++) memcpy(digits + 4 * i, text + at + 5 * i, 4);
    return hex_is_text(digits, 2, 12);
}

// Whether a group of hexadecimal digits stands before a place, with one byte between.
static int follows_group(const uint8_t *text, size_t at, size_t from, size_t digits) {
    if (at - from < digits + 1) return 0;
    const uint8_t *group = text + at - digits - 1;
    for (size_t i = 0; i < digits; i++)
        if (!is_hex(group[i])) return 0;
    return !is_alphanumeric(group[digits]);
}

// Where a dump begins to which a group at a place belongs: hexadecimal digits two by two with one byte between them, or
// four by four. Half of the shortest dump may stand before the place. `count` if there is none.
static size_t beginning_of_dump(const uint8_t *text, size_t at, size_t from, size_t count) {
    for (size_t pair = at, back = 0;; pair -= 3) {
        if (pairs_are_text(text, pair, count)) return pair;
        if (++back > 4 || !follows_group(text, pair, from, 2)) break;
    }
    for (size_t four = at, back = 0;; four -= 5) {
        if (fours_are_text(text, four, count)) return four;
        if (++back > 3 || !follows_group(text, four, from, 4)) break;
    }
    return count;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Classes of bytes by their upper and lower half: a byte is in a class when both halves have its bit.
// 1: A-O, a-o. 2: P-Z, p-z. 4: digits. 8: ESC. 16: backslash. 32: % and &. 64: backspace.
__attribute__((target("avx2"))) static inline void classify_avx2(
    const uint8_t *block, uint64_t *special, uint64_t *run, uint64_t *hex) {
    const __m256i low = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(6, 7, 7, 7, 7, 39, 39, 7, 71, 7, 3, 9, 17, 1, 1, 1));
    const __m256i high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(64, 8, 32, 4, 1, 18, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i half = _mm256_set1_epi8(0x0F);
    uint64_t s64 = 0, r64 = 0;
    for (int i = 0; i < 2; i++) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(block + 32 * i));
        __m256i classes = _mm256_and_si256(
            _mm256_shuffle_epi8(low, _mm256_and_si256(v, half)),
            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(v, 4), half)));
        __m256i no_run = _mm256_cmpeq_epi8(_mm256_and_si256(classes, _mm256_set1_epi8(7)), _mm256_setzero_si256());
        // A byte is in one class only.
        __m256i s = _mm256_cmpgt_epi8(classes, _mm256_set1_epi8(7));
        s64 |= (uint64_t)(uint32_t)_mm256_movemask_epi8(s) << (32 * i);
        r64 |= (uint64_t)(uint32_t)~_mm256_movemask_epi8(no_run) << (32 * i);
    }
    *special = s64;
    *run = *hex = r64;
}

// The same for 64 bytes through a table of all ASCII characters: 1 for letters and digits, 2 for hexadecimal digits, 128
// for what is special.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))) static inline void classify_vbmi(
    const uint8_t *block, uint64_t *special, uint64_t *run, uint64_t *hex) {
    static const uint8_t classes[128] __attribute__((aligned(64))) = {
        [0x08] = 128, [0x1B] = 128, ['%'] = 128, ['&'] = 128, ['\\'] = 128, ['0' ... '9'] = 3, ['A' ... 'F'] = 3,
        ['a' ... 'f'] = 3, ['G' ... 'Z'] = 1, ['g' ... 'z'] = 1,
    };
    __m512i v = _mm512_loadu_si512(block);
    __m512i c = _mm512_permutex2var_epi8(_mm512_load_si512(classes), v, _mm512_load_si512(classes + 64));
    uint64_t ascii = ~_mm512_movepi8_mask(v);
    *special = _mm512_movepi8_mask(c) & ascii;
    *run = _mm512_test_epi8_mask(c, _mm512_set1_epi8(1)) & ascii;
    *hex = _mm512_test_epi8_mask(c, _mm512_set1_epi8(2)) & ascii;
}

// run_is_encoded with the decodings at four places at once; the same answers.
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,popcnt"))) static inline int run_is_encoded_vbmi(
    const uint8_t *run, size_t count) {
    // The value of a character in the lower half, and from bit 6 on whether its byte may begin a text.
    static const uint8_t values[128] __attribute__((aligned(64))) = {
        ['A'] = 0 | 64, ['B'] = 1,       ['C'] = 2 | 64,  ['D'] = 3 | 64,  ['E'] = 4,       ['F'] = 5,
        ['G'] = 6 | 64, ['H'] = 7 | 64,  ['I'] = 8 | 64,  ['J'] = 9 | 64,  ['K'] = 10 | 64, ['L'] = 11 | 64,
        ['M'] = 12 | 64, ['N'] = 13 | 64, ['O'] = 14 | 64, ['P'] = 15 | 64, ['Q'] = 16 | 64, ['R'] = 17 | 64,
        ['S'] = 18 | 64, ['T'] = 19 | 64, ['U'] = 20 | 64, ['V'] = 21 | 64, ['W'] = 22 | 64, ['X'] = 23 | 64,
        ['Y'] = 24 | 64, ['Z'] = 25 | 64, ['a'] = 26 | 64, ['b'] = 27 | 64, ['c'] = 28 | 64, ['d'] = 29 | 64,
        ['e'] = 30 | 64, ['f'] = 31 | 64, ['g'] = 32, ['h'] = 33, ['i'] = 34, ['j'] = 35, ['k'] = 36, ['l'] = 37,
        ['m'] = 38, ['n'] = 39, ['o'] = 40, ['p'] = 41, ['q'] = 42, ['r'] = 43, ['s'] = 44, ['t'] = 45, ['u'] = 46,
        ['v'] = 47, ['w'] = 48, ['x'] = 49, ['y'] = 50, ['z'] = 51, ['0'] = 52, ['1'] = 53, ['2'] = 54, ['3'] = 55,
        ['4'] = 56, ['5'] = 57, ['6'] = 58, ['7'] = 59, ['8'] = 60, ['9'] = 61,
    };
    static const uint8_t texts[128] __attribute__((aligned(64))) = {
        ['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [0x1B] = 1, [0x20 ... 0x7E] = 1,
    };
    // The magic number of gzip, in hexadecimal digits
    if (run[0] == '1' && (run[1] | 0x20) == 'f' && run[2] == '8' && (run[3] | 0x20) == 'b') return 1;
    __m512i characters = _mm512_inserti64x2(
        _mm512_inserti64x2(
            _mm512_inserti64x2(
                _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)run)),
                _mm_loadu_si128((const __m128i *)(run + 1)), 1),
            _mm_loadu_si128((const __m128i *)(run + 2)), 2),
        _mm_loadu_si128((const __m128i *)(run + 3)), 3);
    __m512i v = _mm512_permutex2var_epi8(_mm512_load_si512(values), characters, _mm512_load_si512(values + 64));
    uint64_t begins = _mm512_test_epi8_mask(v, _mm512_set1_epi8(64));
    v = _mm512_and_si512(v, _mm512_set1_epi8(63));
    // Four characters are three bytes.
    v = _mm512_madd_epi16(_mm512_maddubs_epi16(v, _mm512_set1_epi32(0x01400140)), _mm512_set1_epi32(0x00011000));
    v = _mm512_shuffle_epi8(
        v, _mm512_broadcast_i32x4(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1)));
    uint64_t high = _mm512_movepi8_mask(v);
    __m512i is_text = _mm512_permutex2var_epi8(_mm512_load_si512(texts), v, _mm512_load_si512(texts + 64));
    uint64_t text = _mm512_test_epi8_mask(is_text, is_text) & ~high;
    uint64_t zero = _mm512_testn_epi8_mask(v, v);
    for (int at = 0; at < 4; at++) {
        uint32_t t = (uint32_t)(text >> 16 * at) & 0xFFF;
        uint32_t z = (uint32_t)(zero >> 16 * at) & 0xFFF;
        if (t == 0xFFF) return 1;
        if (z && (begins >> 16 * at & 0x1111) == 0x1111 && _mm_popcnt_u32(z) >= 5 && _mm_popcnt_u32(t) >= 5) return 1;
        if (run[at] == 'H' && run[at + 1] == '4' && run[at + 2] == 's') return 1;
    }
    // UTF-8: what follows the first byte of a character, and nothing else, goes on with it.
    __m128i bytes = _mm512_castsi512_si128(v);
    uint32_t on = _mm_cmplt_epi8_mask(bytes, _mm_set1_epi8((char)0xC0)) & 0xFFF;
    uint32_t two = _mm_cmplt_epu8_mask(_mm_sub_epi8(bytes, _mm_set1_epi8((char)0xC2)), _mm_set1_epi8(0xE0 - 0xC2));
    uint32_t three = _mm_cmplt_epu8_mask(_mm_sub_epi8(bytes, _mm_set1_epi8((char)0xE0)), _mm_set1_epi8(16));
    uint32_t four = _mm_cmplt_epu8_mask(_mm_sub_epi8(bytes, _mm_set1_epi8((char)0xF0)), _mm_set1_epi8(5));
    uint32_t wanted = two << 1 | three << 1 | three << 2 | four << 1 | four << 2 | four << 3;
    if (((uint32_t)text | on | two | three | four) << 20 == 0xFFF00000u && on == (wanted & 0xFFF)) return 1;
    return hex_is_text(run, 2, 12) || hex_is_text(run + (count & 1), 2, 12);
}

static inline void classify_sse2(const uint8_t *block, uint64_t *special, uint64_t *run, uint64_t *hex) {
    uint64_t s64 = 0, r64 = 0;
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(block + 16 * i));
        __m128i s = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(0x1B)), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))),
            _mm_or_si128(
                _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('%')), _mm_cmpeq_epi8(v, _mm_set1_epi8('&'))),
                _mm_cmpeq_epi8(v, _mm_set1_epi8(0x08))));
        s64 |= (uint64_t)(uint16_t)_mm_movemask_epi8(s) << (16 * i);
        r64 |= (uint64_t)alphanumeric_of_16(v) << (16 * i);
    }
    *special = s64;
    *run = *hex = r64;
}
#endif

// The same byte by byte: the end of a text, and other processors.
static inline void classify_bytes(
    const uint8_t *block, size_t count, uint64_t *special, uint64_t *run, uint64_t *hex) {
    uint64_t s64 = 0, r64 = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t byte = block[i];
        uint64_t s = byte == 0x1B || byte == '\\' || byte == '%' || byte == '&' || byte == 0x08;
        uint64_t r = is_alphanumeric(byte);
        s64 |= s << i;
        r64 |= r << i;
    }
    *special = s64;
    *run = *hex = r64;
}

typedef void (*classifier)(const uint8_t *, uint64_t *, uint64_t *, uint64_t *);
typedef int (*judge)(const uint8_t *, size_t);

// Where a run ends that goes on at a place, if it does.
static inline __attribute__((always_inline)) size_t end_of_run(
    const uint8_t *text, size_t at, int goes_on, size_t count, classifier classify) {
    if (!goes_on) return at;
    for (; classify && count - at >= BLOCK; at += BLOCK) {
        uint64_t special, run, hex;
        classify(text + at, &special, &run, &hex);
        if (run != ~0ull) return at + (size_t)__builtin_ctzll(~run);
    }
    while (at < count && is_alphanumeric(text[at])) at++;
    return at;
}

// The places in a block, earliest first, that are worth a look: see blot_find_encoded.
static inline __attribute__((always_inline)) size_t find(
    const uint8_t *text, size_t from, size_t count, classifier classify, judge is_encoded) {
    size_t before = 0;  // Bytes of the run that ends where the block begins.
    size_t at = from;
    while (at < count) {
        size_t length = count - at < BLOCK ? count - at : BLOCK;
        uint64_t special, run, hex;
        if (length == BLOCK && classify)
            classify(text + at, &special, &run, &hex);
        else
            classify_bytes(text + at, length, &special, &run, &hex);

        size_t best = count;
        while (special) {
            size_t place = at + (size_t)__builtin_ctzll(special);
            if (begins_escape(text, place, count)) {
                best = place;
                break;
            }
            special &= special - 1;
        }

        // Four pairs of digits, or three times four, with one byte between them: half of the shortest dump, for the other
        // half may be in another block.
        uint64_t dump = hex & (hex >> 1) & ~(run >> 2);
        dump &= dump >> 3;
        dump &= dump >> 6;
        uint64_t four = hex & (hex >> 1) & (hex >> 2) & (hex >> 3) & ~(run >> 4);
        dump |= four & (four >> 5) & (four >> 10);
        for (; dump; dump &= dump - 1) {
            size_t place = at + (size_t)__builtin_ctzll(dump);
            if (place >= best) break;
            size_t start = beginning_of_dump(text, place, from, count);
            if (start < best) {
                best = start;
                break;
            }
        }

        // Places at which 24 letters and digits begin that are all in the block: most blocks have none.
        uint64_t eight = run & (run >> 1);
        eight &= eight >> 2;
        eight &= eight >> 4;
        uint64_t begins = eight & (eight >> 8) & (eight >> 16) & ~(run << 1);
        size_t leading = run == ~0ull ? 64 : (size_t)__builtin_ctzll(~run);
        size_t next = at + BLOCK;
        if (before > 0) {
            // What goes on from the block before begins there.
            begins &= ~1ull;
            if (before + leading >= SHORTEST_RUN) {
                size_t start = at - before;
                size_t end = end_of_run(text, at + leading, leading == length, count, classify);
                if (is_encoded(text + start, end - start)) best = start;
                if (end > next) next = end;
            }
        }
        for (; begins; begins &= begins - 1) {
            size_t place = (size_t)__builtin_ctzll(begins);
            size_t start = at + place;
            if (start >= best) break;
            uint64_t gap = ~(run >> place);
            size_t ones = gap ? (size_t)__builtin_ctzll(gap) : 64;
            size_t end = end_of_run(text, start + ones, place + ones >= length, count, classify);
            if (is_encoded(text + start, end - start)) {
                best = start;
                break;
            }
            if (end > next) next = end;
        }
        if (best < count) return best;
        // A run that goes on was looked at, or is still too short.
        before = next > at + BLOCK ? 0 : run == ~0ull ? before + 64 : (size_t)__builtin_clzll(~run);
        at = next;
    }
    return count;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t find_avx2(const uint8_t *text, size_t from, size_t count) {
    return find(text, from, count, classify_avx2, run_is_encoded);
}
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi,bmi2,lzcnt,popcnt"))) static size_t find_vbmi(
    const uint8_t *text, size_t from, size_t count) {
    return find(text, from, count, classify_vbmi, run_is_encoded_vbmi);
}
static size_t find_sse2(const uint8_t *text, size_t from, size_t count) {
    return find(text, from, count, classify_sse2, run_is_encoded);
}
#endif

size_t blot_find_encoded(const void *text, size_t from, size_t count) {
    return blot_find_encoded_with(blot_instructions(), text, from, count);
}

size_t blot_find_encoded_with(
    enum blot_instructions instructions, const void *text, size_t from, size_t count) {
    switch (instructions) {
#if defined(__x86_64__)
    case BLOT_HAS_VBMI: return find_vbmi(text, from, count);
    case BLOT_HAS_AVX2: return find_avx2(text, from, count);
    case BLOT_HAS_SSE2: return find_sse2(text, from, count);
#endif
    default: return find(text, from, count, NULL, run_is_encoded);
    }
}
