import { endianness } from "node:os";
import type { MapSpec } from "@bpf/elf";
import { type BpfFd, MapFlag, MapType } from "@bpf/syscall";
import { PinError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import { systemError } from "./system-error.js";

/** What a slot's symbol stands for: an inner map's or a program's fd, or undefined for a program not at hand. */
export type SlotValue = (symbol: string, outer: MapSpec) => BpfFd | undefined;

/** True for a map that has something to write into it before anybody else may see it. */
export const needsFilling = ({ contents, slots }: MapSpec): boolean =>
  contents !== undefined || (slots !== undefined && slots.length > 0);

/** True for a `.rodata` map, which is frozen after filling. */
export const needsFreezing = ({ definition, flags }: MapSpec): boolean =>
  definition === "data" && (flags & MapFlag.RDONLY_PROG) !== 0;

const keyOf = (index: number, spec: MapSpec): Uint8Array => {
  if (spec.keySize < 4) {
    throw new PinError(
      "ERR_PIN_SLOT",
      `Map ${spec.name} has initial values, and keys of ${spec.keySize} bytes: 4 are needed for their index.`,
      { map: spec.name },
    );
  }
  const key = Buffer.alloc(spec.keySize);
  if (endianness() === "LE") key.writeUInt32LE(index);
  else key.writeUInt32BE(index);
  return key;
};

const fillSlots = (kernel: Kernel, fd: BpfFd, spec: MapSpec, value: SlotValue): string[] => {
  const empty: string[] = [];
  for (const { index, symbol } of spec.slots ?? []) {
    const target = value(symbol, spec);
    if (!target) {
      empty.push(symbol);
      continue;
    }
    try {
      kernel.mapUpdate(fd, keyOf(index, spec), target);
    } catch (error) {
      throw systemError(error, `put ${symbol} into slot ${index} of the map ${spec.name}`, {
        map: spec.name,
      });
    }
  }
  return empty;
};

/**
 * Writes a new map's initial contents and slots, and freezes it where it is to be read-only: all of it before the pin.
 * @returns symbols of programs whose slots stay empty.
 * @throws PinSystemError, PinError ERR_PIN_SLOT
 */
export function fillMap(kernel: Kernel, fd: BpfFd, spec: MapSpec, value: SlotValue): string[] {
  const { name: map } = spec;
  if (spec.contents) {
    try {
      kernel.mapUpdate(fd, Buffer.alloc(spec.keySize), spec.contents);
    } catch (error) {
      throw systemError(error, `write the contents of the map ${map}`, { map });
    }
  }
  const empty = fillSlots(kernel, fd, spec, value);
  if (needsFreezing(spec)) {
    try {
      kernel.mapFreeze(fd);
    } catch (error) {
      throw systemError(error, `freeze the map ${map}`, { map });
    }
  }
  return empty;
}

/** True for a program array, whose slots hold programs rather than maps. */
export const holdsPrograms = ({ type }: MapSpec): boolean => type === MapType.PROG_ARRAY;
