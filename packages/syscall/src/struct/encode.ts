import type { Patch } from "../addon/native.js";
import {
  rangeError,
  requirePath,
  requireUnsigned,
  typeError,
  typeName,
  valueError,
} from "../errors/argument-error.js";
import { byteLength, requireBytes } from "../errors/require-bytes.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { littleEndian } from "./byte-order.js";
import type { Field, FieldValues, Struct } from "./field.js";

/** A struct ready for the addon: its bytes, and what has to be patched in while the call runs. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly patches: readonly Patch[];
}

/** Values by field name; a field left out (or undefined) is zero, which bpf(2) reads as "absent". */
export type ValuesOf<S extends Struct> = {
  readonly [Name in keyof S["fields"]]?: FieldValues[S["fields"][Name]["kind"]] | undefined;
};

const encoder = new TextEncoder();

/** @throws TypeError or RangeError naming the field whose value does not fit. */
export function encode<S extends Struct>(struct: S, values: ValuesOf<S>): Encoded {
  const bytes = new Uint8Array(struct.size);
  const view = new DataView(bytes.buffer);
  const patches: Patch[] = [];
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) putField(view, patches, name, struct.fields[name]!, value as never);
  }
  return { bytes, patches };
}

function putField(view: DataView, patches: Patch[], name: string, field: Field, value: never): void {
  switch (field.kind) {
    case "u32":
      requireUnsigned(name, value);
      view.setUint32(field.at, value, littleEndian);
      return;
    case "s32":
      view.setInt32(field.at, signed(name, value), littleEndian);
      return;
    case "u64":
      view.setBigUint64(field.at, unsigned64(name, value), littleEndian);
      return;
    case "fd":
      patches.push(field.at, numberOf(value as BpfFd), -1);
      return;
    case "pointer":
      if (typeof value === "string") requirePath(name, value);
      else requireBytes(name, value);
      patches.push(field.at, value, field.lengthAt ?? -1);
      return;
    case "text":
    case "bytes":
      fill(view, name, field, value);
      return;
  }
}

/** Writes a u32 to a struct that is made of words. @throws TypeError or RangeError naming the field */
export function put(words: Uint32Array, field: Field<"u32">, name: string, value: number): void {
  if (typeof value !== "number" || value >>> 0 !== value) requireUnsigned(name, value);
  words[field.at >> 2] = value;
}

function fill(view: DataView, name: string, field: Field, value: string | Uint8Array): void {
  const target = new Uint8Array(view.buffer, field.at, field.size);
  if (field.kind === "bytes") {
    requireBytes(name, value);
    if (byteLength(value) > field.size)
      throw valueError(`${name} has ${byteLength(value)} bytes, ${field.size} at most`);
    target.set(value);
    return;
  }
  target.set(encodeText(name, value, field.size));
}

/** The bytes of a text that has to fit in `size` bytes with its NUL. @throws TypeError or RangeError naming the field */
export function encodeText(name: string, value: unknown, size: number): Uint8Array {
  requirePath(name, value);
  const encoded = encoder.encode(value);
  if (encoded.length >= size) {
    throw valueError(`${name} "${value}" has ${encoded.length} bytes; the kernel takes ${size - 1} at most`);
  }
  return encoded;
}

function signed(name: string, value: unknown): number {
  if (typeof value !== "number") throw typeError(`${name} must be a number, not ${typeName(value)}`);
  if (!Number.isInteger(value) || value !== (value | 0))
    throw rangeError(`${name} must be an integer of 32 bits`);
  return value;
}

/** A u64 given as bigint, or as a number that is exact. */
export function unsigned64(name: string, value: unknown): bigint {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw typeError(`${name} must be a bigint or a number, not ${typeName(value)}`);
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw rangeError(`${name} must be an integer up to 2^53 - 1, or a bigint, not ${value}`);
  }
  const wide = BigInt(value);
  if (wide < 0n || wide > 0xffff_ffff_ffff_ffffn)
    throw rangeError(`${name} must fit 64 bits without sign, not ${value}`);
  return wide;
}
