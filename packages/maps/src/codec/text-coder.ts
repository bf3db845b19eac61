import type { Coder } from "./coder.js";
import { unexpected } from "./misfit.js";
import { readText, writeText } from "./text.js";

/** `char[size]`; the same in JSON, whose \u escapes have what is no UTF-8. */
export function textCoder(size: number): Coder {
  return {
    read: ({ u8 }, at) => readText(u8, at, size),
    write(value, { u8 }, at) {
      if (typeof value !== "string") throw unexpected("a string", value);
      writeText(value, u8, at, size);
    },
  };
}

/** One `char`: "" for 0. */
export const charCoder: Coder = textCoder(1);
