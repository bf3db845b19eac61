import type { BpfFd } from "../fd/bpf-fd.js";

/** The kinds of fields of the kernel's structs, and the values that stand for them. */
export interface FieldValues {
  u32: number;
  s32: number;
  u64: number | bigint;
  /** The number of a descriptor (u32). */
  fd: BpfFd;
  /** The address (u64) of bytes, or of a string and its NUL. */
  pointer: Uint8Array | string;
  /** Characters up to a NUL; the last byte always is one. */
  text: string;
  /** Bytes as they are. */
  bytes: Uint8Array;
}

export type FieldKind = keyof FieldValues;

export interface Field<K extends FieldKind = FieldKind> {
  readonly kind: K;
  /** Offset in bytes. */
  readonly at: number;
  /** Size in bytes. */
  readonly size: number;
  /** Of a pointer: the offset of the u32 that holds the length in bytes of what it points to. */
  readonly lengthAt?: number;
}

/** A struct of the kernel: `size` is what we pass, which may be less than the running kernel's. */
export interface Struct<Fields extends Record<string, Field> = Record<string, Field>> {
  /** As C spells it: `union bpf_attr`, `struct bpf_map_info`. */
  readonly type: string;
  readonly size: number;
  /** By the kernel's own names. */
  readonly fields: Fields;
}

export const u32 = (at: number): Field<"u32"> => ({ kind: "u32", at, size: 4 });
export const s32 = (at: number): Field<"s32"> => ({ kind: "s32", at, size: 4 });
export const u64 = (at: number): Field<"u64"> => ({ kind: "u64", at, size: 8 });
export const fdAt = (at: number): Field<"fd"> => ({ kind: "fd", at, size: 4 });
export const text = (at: number, size: number): Field<"text"> => ({ kind: "text", at, size });
export const bytesAt = (at: number, size: number): Field<"bytes"> => ({ kind: "bytes", at, size });

/** A pointer, the length of whose target goes to `lengthAt` (if the struct has such a field). */
export const pointer = (at: number, lengthAt?: number): Field<"pointer"> =>
  lengthAt === undefined ? { kind: "pointer", at, size: 8 } : { kind: "pointer", at, size: 8, lengthAt };
