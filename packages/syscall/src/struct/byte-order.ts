import { endianness } from "node:os";

/** The kernel's structs are in the byte order of the machine. */
export const littleEndian = endianness() === "LE";
