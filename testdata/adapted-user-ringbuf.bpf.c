/* A user ring buffer of odd size (Linux 6.1). */
#include "bpf_def.h"

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 12289);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} odd_user_ringbuf SEC(".maps");
