/* CO-RE at work: reads of the running task by fields whose places only the running kernel knows. */
#include "load_def.h"

COUNTERS(counts, 8);

struct task_struct___one {
	/* Another order than the kernel's, and what it does not have. */
	int no_such_field;
	int tgid;
	struct task_struct___one *group_leader;
	char comm[16];
} accessed_by_index;

#define exists(field) __builtin_preserve_field_info(field, 2)
#define size_of(field) __builtin_preserve_field_info(field, 1)

/* [0] = process id, [1] = the leader's process id, [2] = first letter of comm, [3] = 0, [4] = 1, [5] = 16. */
SEC("tc")
int reads_task(void *ctx)
{
	struct task_struct___one *task = (void *)bpf_get_current_task();
	struct task_struct___one *leader = NULL;
	int tgid = 0;
	char letter = 0;

	bpf_probe_read_kernel(&tgid, sizeof(tgid), &task->tgid);
	PUT(counts, 0, tgid);
	bpf_probe_read_kernel(&leader, sizeof(leader), &task->group_leader);
	tgid = 0;
	bpf_probe_read_kernel(&tgid, sizeof(tgid), &leader->tgid);
	PUT(counts, 1, tgid);
	bpf_probe_read_kernel(&letter, 1, &task->comm);
	PUT(counts, 2, letter);
	PUT(counts, 3, exists(task->no_such_field));
	PUT(counts, 4, exists(task->comm));
	PUT(counts, 5, size_of(task->comm));
	if (exists(task->no_such_field)) {
		bpf_probe_read_kernel(&tgid, sizeof(tgid), &task->no_such_field);
		PUT(counts, 6, tgid);
	}
	return 0;
}

LICENSE("GPL")
