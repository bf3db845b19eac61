/* Compiled for other machines than BPF: see the Makefile. */
#include "legacy_def.h"

struct libbpf_map_def native SEC("maps") = { BPF_MAP_TYPE_HASH, 4, 8, 100, 0 };
