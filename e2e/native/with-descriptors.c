/*
 * Runs a command with descriptors that Node cannot make: 3 is a perf event (a software counter of this process, which
 * never counts), 4 this process itself (a pidfd).
 */
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* At `number`, to be inherited. */
static int place(int fd, int number, const char *what)
{
	if (fd < 0 || dup2(fd, number) < 0) {
		perror(what);
		return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct perf_event_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.size = sizeof(attr);
	attr.type = PERF_TYPE_SOFTWARE;
	attr.config = PERF_COUNT_SW_DUMMY;
	attr.disabled = 1;
	if (argc < 2)
		return 2;
	/* Far from 3 and 4, which are given away below. */
	if (place(syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0), 20, "perf_event_open"))
		return 3;
	if (place(syscall(SYS_pidfd_open, getpid(), 0), 21, "pidfd_open"))
		return 3;
	if (place(20, 3, "dup2") || place(21, 4, "dup2"))
		return 3;
	close(20);
	close(21);
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
