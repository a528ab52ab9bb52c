#include "CBytes.h"
#include "alphanumeric.h"

#include <string.h>

static uint64_t mask_of_64(const uint8_t *text) {
    uint64_t mask = 0;
#if defined(__x86_64__)
    for (int i = 0; i < 4; i++)
        mask |= (uint64_t)alphanumeric_of_16(_mm_loadu_si128((const __m128i *)(text + 16 * i))) << (16 * i);
#else
    for (int i = 0; i < 64; i++) mask |= (uint64_t)is_alphanumeric(text[i]) << i;
#endif
    return mask;
}

uint64_t blot_alphanumeric(const void *text, size_t count) {
    if (count >= 64) return mask_of_64(text);
    uint8_t padded[64] = {0};
    memcpy(padded, text, count);
    return mask_of_64(padded);
}
