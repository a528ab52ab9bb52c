#ifndef BLOT_CNETTLE_SHIM_H
#define BLOT_CNETTLE_SHIM_H
#include <nettle/hmac.h>
#endif
