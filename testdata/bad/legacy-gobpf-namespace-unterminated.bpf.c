/* A namespace of 256 bytes without a NUL. */
#include "legacy_def.h"

#define SIXTEEN "abcdefghijklmnop"
#define SIXTY_FOUR SIXTEEN SIXTEEN SIXTEEN SIXTEEN

struct gobpf_map_def SEC("maps/endless") endless = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 100,
	.pinning = PIN_GLOBAL_NS,
	.namespace = SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR SIXTY_FOUR,
};
