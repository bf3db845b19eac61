/* Reads a field that no kernel's task has: poisoned, and refused where the verifier gets there. */
#include "load_def.h"

COUNTERS(counts, 1);

struct task_struct___bad {
	int never_was_a_field;
} accessed_by_index;

SEC("tc")
int reads_nothing(void *ctx)
{
	struct task_struct___bad *task = (void *)bpf_get_current_task();
	int value = 0;

	bpf_probe_read_kernel(&value, sizeof(value), &task->never_was_a_field);
	ADD(counts, 0, value);
	return 0;
}

LICENSE("GPL")
