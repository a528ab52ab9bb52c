#ifndef BLOT_CBYTES_H
#define BLOT_CBYTES_H

#include <stddef.h>

/// memmem(3) and memrchr(3): GNU functions that Swift's Glibc module does not show.
const void *blot_memmem(const void *text, size_t count, const void *needle, size_t length);
const void *blot_memrchr(const void *text, int byte, size_t count);

#endif
