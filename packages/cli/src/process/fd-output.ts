import { fstatSync, writeSync } from "node:fs";
import type { Output } from "../context.js";

/** Major number of /dev/null and its kin, which are character devices and no terminals. */
const memoryDevices = 1;
/** Between two tries to write to a pipe that is full and does not block. */
export const retryMilliseconds = 2;

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
  #isTerminal: boolean | undefined;
  #gone = false;

  constructor(protected readonly fd: number) {}

  get isTerminal(): boolean {
    this.#isTerminal ??= isTerminal(this.fd);
    return this.#isTerminal;
  }

  get isGone(): boolean {
    return this.#gone;
  }

  write(text: string): void {
    this.writeBytes(Buffer.from(text));
  }

  writeBytes(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#gone) {
      const count = this.#tryWrite(rest);
      if (count === 0 && !this.#gone) pause();
      else rest = rest.subarray(count);
    }
  }

  /** Bytes written; 0 where the pipe is full, and when the reader is found to be gone. */
  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.fd, bytes);
    } catch (error) {
      return this.failed(error as NodeJS.ErrnoException);
    }
  }

  /** What a failed write comes to: 0 bytes, and maybe nobody who reads. @throws the error, where it is another */
  protected failed(error: NodeJS.ErrnoException): number {
    const { code } = error;
    if (code === "EPIPE" || code === "EBADF") this.#gone = true;
    else if (code !== "EAGAIN") throw error;
    return 0;
  }
}
