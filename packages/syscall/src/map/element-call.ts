import { native } from "../addon/load.js";
import { scratch } from "../addon/scratch.js";
import { BpfError } from "../errors/bpf-error.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import type { ElementSizes } from "../fd/state.js";
import { Command } from "../generated/index.js";

/** The commands that move one key or value. */
export type ElementCommand = "MAP_LOOKUP_ELEM" | "MAP_UPDATE_ELEM" | "MAP_DELETE_ELEM" | "MAP_GET_NEXT_KEY";

/** What goes in and out: buffers of exactly the lengths that the map has. */
export interface Element {
  readonly key?: Uint8Array | undefined;
  /** A value, or room for the next key. */
  readonly value?: Uint8Array | undefined;
  /** Of `value`, in bytes. */
  readonly valueLength?: number;
  readonly flags?: bigint;
}

const ESTALE = 116;
const EBADF = 9;

/**
 * Calls a command on the map that `sizes` came from: its result, or -errno. The addon holds the descriptor, asks what
 * it is, and only then lets the kernel at the buffers: whoever closed our number cannot make it write past them.
 *
 * @throws {@link BpfError} EBADF if the number means another map by now.
 */
export function elementCall(
  command: ElementCommand,
  fd: BpfFd,
  { map }: ElementSizes,
  { key, value, valueLength = 0, flags = 0n }: Element,
): number {
  const { u32, u64 } = scratch();
  u32[0] = map.id;
  u32[1] = map.type;
  u32[2] = map.keySize;
  u32[3] = map.valueSize;
  u32[4] = valueLength;
  u64[3] = flags;
  const result = native().mapElement(Command[command], numberOf(fd), key, value);
  if (result !== -ESTALE) return result;
  throw new BpfError(-EBADF, {
    syscall: "bpf",
    command: `BPF_${command}`,
    meaning: "someone else closed the number that this BpfFd owned; it means another object by now",
  });
}
