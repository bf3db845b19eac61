import { LiveMemory, type MappedBytes } from "../../src/live/live-memory.js";

/** Memory as MapMemory gives it, of this process alone: closing detaches it. */
export class FakeBytes implements MappedBytes {
  readonly length: number;
  readonly writable: boolean;
  /** What is in it, read-only or not. */
  readonly contents: Uint8Array;
  readonly view: DataView;

  constructor(length: number, { writable = true } = {}) {
    this.length = length;
    this.writable = writable;
    this.contents = new Uint8Array(length);
    this.view = new DataView(this.contents.buffer);
  }

  get bytes(): Uint8Array {
    if (!this.writable) throw new Error("a read-only mapping is no ArrayBuffer");
    return this.contents;
  }

  read(at: number, into: Uint8Array): void {
    if (at + into.length > this.length) throw new RangeError("outside the mapping");
    into.set(this.contents.subarray(at, at + into.length));
  }

  close(): void {
    structuredClone(null, { transfer: [this.contents.buffer as ArrayBuffer] });
  }
}

/** Both kinds of memory, with what is in it. */
export function fakeMemory(
  length: number,
  options?: { writable?: boolean },
): { bytes: FakeBytes; memory: LiveMemory } {
  const bytes = new FakeBytes(length, options);
  return { bytes, memory: new LiveMemory(bytes, { map: "fake", path: "/sys/fs/bpf/fake" }) };
}

/** The tests' numbers are little-endian where the machine is. */
export const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
