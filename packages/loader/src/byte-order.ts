import { endianness } from "node:os";

/** Whether this machine is little-endian: instructions and the kernel's structs are in its byte order. */
export const littleEndian = endianness() === "LE";
