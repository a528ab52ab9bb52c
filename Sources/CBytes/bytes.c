#define _GNU_SOURCE
#include "CBytes.h"

#include <string.h>

const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length) {
    return memmem(text, count, needle, length);
}

const void *blot_memrchr(const void *text, int byte, size_t count) { return memrchr(text, byte, count); }
