import { fstatSync, writeSync } from "node:fs";
import type { Output } from "../context.js";

/** Major number of /dev/null and its kin, which are character devices and no terminals. */
const memoryDevices = 1;
const retryMilliseconds = 2;

/** Whether an fd is a terminal, asking `node:tty` (1.7 ms to load) only where it can be one. */
function isTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    if (!stat.isCharacterDevice() || stat.rdev >> 8 === memoryDevices) return false;
  } catch {
    return false; // a closed fd
  }
  return process.getBuiltinModule("node:tty").isatty(fd);
}

/** Waits where a non-blocking pipe is full; there is nothing else to do meanwhile. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMilliseconds);
}

/**
 * Writes to an fd at once and in order, which spares the start-up cost of `process.stdout`. A reader that went away
 * (EPIPE, as with `bpf ls | head`) is no error: the rest is dropped. A closed fd (EBADF) is treated alike.
 */
export class FdOutput implements Output {
  readonly #fd: number;
  #isTerminal: boolean | undefined;
  #gone = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  get isTerminal(): boolean {
    this.#isTerminal ??= isTerminal(this.#fd);
    return this.#isTerminal;
  }

  write(text: string): void {
    let rest: Uint8Array = Buffer.from(text);
    while (rest.length > 0 && !this.#gone) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN") pause();
        else if (code === "EPIPE" || code === "EBADF") this.#gone = true;
        else throw error;
      }
    }
  }
}
