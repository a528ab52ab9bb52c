#ifndef BLOT_CARCHIVE_SHIM_H
#define BLOT_CARCHIVE_SHIM_H
#include <archive.h>
#include <archive_entry.h>
#endif
