/** BTF of one type, `int` (id 1), by hand after Documentation/bpf/btf.rst, little endian. */
export const smallBtf = Uint8Array.from(
  Buffer.from(
    "9feb0100" + // magic, version 1, no flags
      "18000000" + // length of this header
      "00000000" + // types at 0,
      "10000000" + // 16 bytes of them
      "10000000" + // strings at 16,
      "05000000" + // 5 bytes of them
      "01000000" + // name at 1
      "00000001" + // kind 1 (INT)
      "04000000" + // 4 bytes
      "20000001" + // signed, 32 bits
      "00696e7400", // "", "int"
    "hex",
  ),
);
