import { native } from "../addon/load.js";
import { typeError } from "../errors/argument-error.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { check } from "./call.js";

/** sys/file.h. */
const operations = { shared: 1, exclusive: 2, unlock: 8 } as const;
const LOCK_NB = 4;

export type LockOperation = keyof typeof operations;

/**
 * Locks an open file or directory, or unlocks it; closing the last duplicate of the descriptor unlocks as well.
 * Waits, and blocks the thread meanwhile, unless `nonBlocking`.
 *
 * @throws {@link BpfError}: EAGAIN (`nonBlocking`, and another holds it), EBADF (opened with O_PATH).
 */
export function flock(
  fd: BpfFd,
  operation: LockOperation,
  options: { nonBlocking?: boolean | undefined } = {},
): void {
  if (!Object.hasOwn(operations, operation)) {
    throw typeError(`operation must be "shared", "exclusive" or "unlock", not ${String(operation)}`);
  }
  const flags = operations[operation] | (options.nonBlocking === true ? LOCK_NB : 0);
  check(native().flock(numberOf(fd), flags), {
    syscall: "flock",
    meanings: {
      EAGAIN: "another descriptor holds the lock",
      EBADF: "a descriptor opened with O_PATH cannot be locked",
    },
  });
}
