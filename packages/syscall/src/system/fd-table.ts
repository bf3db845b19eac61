import { native } from "../addon/load.js";
import { requireUnsigned } from "../errors/argument-error.js";
import { check } from "../fs/call.js";

/** fs.nr_open as the kernel sets it: no process has more descriptors. */
const most = 1_048_576;

/**
 * Makes room in the process's descriptor table for `count` more at once, within RLIMIT_NOFILE. In a process with
 * threads, as Node.js is, the table's growing while descriptors are made (at 256, 512, …) stalls 8 to 10 ms each time;
 * this way it does so once. Worth it before holding some hundred.
 *
 * @throws {@link BpfError}: EMFILE (RLIMIT_NOFILE is reached already).
 */
export function growFdTable(count: number): void {
  requireUnsigned("count", count, most);
  check(native().growFdTable(count), { syscall: "fcntl" });
}
