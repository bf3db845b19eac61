/* A number where a definition belongs. */
#include "bpf_def.h"

__u64 broken SEC(".maps");
