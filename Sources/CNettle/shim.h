#ifndef BLOT_CNETTLE_SHIM_H
#define BLOT_CNETTLE_SHIM_H
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#endif
