#define _GNU_SOURCE
#include "CBytes.h"

#include <string.h>

const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length) {
    return memmem(text, count, needle, length);
}

const void *blot_memrchr(const void *text, int byte, size_t count) { return memrchr(text, byte, count); }

int blot_has_avx2(void) {
#if defined(__x86_64__)
    static int known = -1;
    int has = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (has < 0) {
        has = __builtin_cpu_supports("avx2") != 0;
        __atomic_store_n(&known, has, __ATOMIC_RELAXED);
    }
    return has;
#else
    return 0;
#endif
}
