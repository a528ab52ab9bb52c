#ifndef BLOT_CYAML_SHIM_H
#define BLOT_CYAML_SHIM_H
#include <yaml.h>
#endif
