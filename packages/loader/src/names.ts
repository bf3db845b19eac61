/** Bytes that the kernel keeps of a name (BPF_OBJ_NAME_LEN - 1). */
const nameLimit = 15;

/** What the kernel is told of a program's name: 15 bytes, other characters than `[A-Za-z0-9_.]` as `_`. */
export function kernelName(name: string): string {
  return Buffer.from(name)
    .subarray(0, nameLimit)
    .toString("latin1")
    .replace(/[^A-Za-z0-9_.]/g, "_");
}
