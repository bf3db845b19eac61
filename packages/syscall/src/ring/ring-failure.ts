import { BpfError, type FailedCall } from "../errors/bpf-error.js";
import { RingError, type RingErrorCode } from "./ring-error.js";

const EBADF = 9;
const EBADMSG = 74;
const EBUSY = 16;
const EOPNOTSUPP = 95;

/** -errno of the addon that no system call gave. */
const ringErrors: ReadonlyMap<number, RingErrorCode> = new Map([
  [-EBUSY, "ERR_RING_SHARED"],
  [-EBADMSG, "ERR_RING_DAMAGED"],
  [-EOPNOTSUPP, "ERR_RING_OVERWRITE"],
]);

const EPERM = 1;
const EAGAIN = 11;
const EACCES = 13;
const EMFILE = 24;

/** Which call of those that open a reader fails with an errno, and what it means there; any other is mmap(2)'s. */
const openCalls: ReadonlyMap<number, FailedCall> = new Map([
  [
    -EACCES,
    { syscall: "mmap", meaning: "reading a ring buffer moves its consumer position: open it with access rw" },
  ],
  [
    -EPERM,
    { syscall: "mmap", meaning: "the map is frozen, and reading a ring buffer moves its consumer position" },
  ],
  [
    -EAGAIN,
    { syscall: "pthread_create", meaning: "no more threads may be started (RLIMIT_NPROC, pids.max)" },
  ],
  [-EMFILE, { syscall: "epoll_create1", meaning: "a reader takes two descriptors, and a third to open it" }],
]);

/** Why a reader could not be opened. */
export function openError(result: number): RingError | BpfError {
  const code = ringErrors.get(result);
  if (code !== undefined) return new RingError(code);
  return new BpfError(result, openCalls.get(result) ?? { syscall: "mmap" });
}

/** Why a batch could not be read or given back. */
export function readError(result: number): RingError | BpfError {
  const code = ringErrors.get(result);
  if (code !== undefined) return new RingError(code);
  const meaning = result === -EBADF ? "someone else closed descriptors that this reader owns" : undefined;
  return new BpfError(result, { syscall: "epoll_wait", meaning });
}
