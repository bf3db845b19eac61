import type { ByteView } from "./byte-view.js";
import type { Coder, Form } from "./coder.js";
import { Misfit, unexpected } from "./misfit.js";

/** How bytes begin in JSON. */
export const hexPrefix = "hex:";

/** "hex:" and two lower-case digits a byte. */
export function hexText(u8: Uint8Array, at: number, size: number): string {
  return hexPrefix + Buffer.from(u8.buffer, u8.byteOffset + at, size).toString("hex");
}

/** Writes `size` bytes from "hex:…". @throws Misfit */
export function writeHex(text: string, { u8 }: ByteView, at: number, size: number): void {
  const digits = text.slice(hexPrefix.length);
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw unexpected("hexadecimal digits after hex:", text);
  if (digits.length !== size * 2)
    throw new Misfit(`expected ${size * 2} digits after hex:, not ${digits.length}`);
  u8.set(Buffer.from(digits, "hex"), at);
}

/** A copy, as a plain Uint8Array: a Buffer's own slice() would share the memory. */
export function copyBytes(u8: Uint8Array, at: number, size: number): Uint8Array {
  return new Uint8Array(u8.subarray(at, at + size));
}

export function bytesCoder(size: number, form: Form): Coder {
  if (form === "json")
    return {
      read: ({ u8 }, at) => hexText(u8, at, size),
      write(value, to, at) {
        if (typeof value !== "string" || !value.startsWith(hexPrefix))
          throw unexpected(`a string of hex: and ${size * 2} digits`, value);
        writeHex(value, to, at, size);
      },
    };
  return {
    read: ({ u8 }, at) => copyBytes(u8, at, size),
    write(value, { u8 }, at) {
      if (!(value instanceof Uint8Array) || value.length !== size)
        throw unexpected(`a Uint8Array of ${size} bytes`, value);
      u8.set(value, at);
    },
  };
}
