import { write } from "node:fs";
import type { WriteStream } from "node:tty";
import type { Output } from "../context.js";
import { FdOutput, retryMilliseconds } from "./fd-output.js";

/** What the promise gives; undefined as soon as the signal aborts. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined);
    signal.addEventListener("abort", end, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}

/** An fd that is written to for as long as the user likes: signals are let in, and a terminal can be drawn on. */
export class StreamOutput extends FdOutput {
  #terminal: WriteStream | undefined;
  #writing = false;

  get size(): Output["size"] {
    if (!this.isTerminal) return undefined;
    const { WriteStream } = process.getBuiltinModule("node:tty");
    this.#terminal ??= new WriteStream(this.fd);
    const [columns, rows] = this.#terminal.getWindowSize();
    return columns > 0 && rows > 0 ? { columns, rows } : undefined;
  }

  /** Whether a write is under way in a thread that waits for a reader: the process cannot exit before that ends. */
  get isStuck(): boolean {
    return this.#writing;
  }

  async send(text: string, signal?: AbortSignal): Promise<void> {
    let rest: Uint8Array = Buffer.from(text);
    while (rest.length > 0 && !this.isGone && signal?.aborted !== true) {
      const count = await unlessAborted(this.#write(rest), signal);
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      else rest = rest.subarray(count);
    }
  }

  /** As `tryWrite`, in a thread of libuv's pool: the fd may block, and its flags are not ours to change. */
  #write(bytes: Uint8Array): Promise<number> {
    this.#writing = true;
    return new Promise((resolve, reject) => {
      write(this.fd, bytes, (error, count) => {
        this.#writing = false;
        try {
          resolve(error === null ? count : this.failed(error));
        } catch (unexpected) {
          reject(unexpected);
        }
      });
    });
  }
}
