import type { ByteView } from "./byte-view.js";

/** Reads and writes one part of a value, without checking that it lies inside the buffer. */
export interface Coder {
  read(from: ByteView, at: number): unknown;
  /** Writes all bytes of the part; of a bit field its bits. @throws Misfit */
  write(value: unknown, to: ByteView, at: number): void;
}

/** What a coder's values are: JavaScript's own, or what JSON can say. */
export type Form = "value" | "json";

/**
 * An integer in memory, as it is before anything is made of it: a bigint where its type has 8 bytes or more.
 */
export interface Storage {
  read(from: ByteView, at: number): number | bigint;
  write(raw: number | bigint, to: ByteView, at: number): void;
}

/** What an integer in memory stands for. */
export interface Meaning {
  valueOf(raw: number | bigint): unknown;
  /** @throws Misfit */
  rawOf(value: unknown): number | bigint;
}

export function scalarCoder(storage: Storage, meaning: Meaning): Coder {
  return {
    read: (from, at) => meaning.valueOf(storage.read(from, at)),
    write: (value, to, at) => storage.write(meaning.rawOf(value), to, at),
  };
}
