import type { BpfFd } from "@bpf/syscall";
import type { FakeNode, FakeObject } from "./nodes.js";

/** What an fd of the fake kernel stands for: an open name, or an object. */
export type Opened = { node: FakeNode } | { object: FakeObject; writable: boolean; readable: boolean };

/** Fds of one fake kernel; what is open at the end of a test is a leak. */
export class FakeFds {
  readonly #open = new Map<number, Opened>();
  #next = 3;

  open(what: Opened): BpfFd {
    const number = this.#next++;
    this.#open.set(number, what);
    const close = (): void => {
      this.#open.delete(number);
    };
    const fd = { number, close, [Symbol.dispose]: close };
    return fd as unknown as BpfFd;
  }

  at(number: number): Opened {
    const opened = this.#open.get(number);
    if (!opened) throw new Error(`fake fd ${number} is not open`);
    return opened;
  }

  of(fd: BpfFd): Opened {
    return this.at(numberOf(fd));
  }

  /** How many are open. */
  get count(): number {
    return this.#open.size;
  }
}

export const numberOf = (fd: BpfFd): number => (fd as unknown as { number: number }).number;
