#ifndef BLOT_CZLIB_SHIM_H
#define BLOT_CZLIB_SHIM_H
#include <zlib.h>
#endif
