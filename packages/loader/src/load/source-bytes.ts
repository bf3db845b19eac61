import type { FunctionInfo, LineInfo } from "@bpf/elf";

/** struct bpf_func_info[]: two words each; undefined for none. */
export function functionBytes(functions: readonly FunctionInfo[]): Uint8Array | undefined {
  return words(functions, 2, ({ offset, typeId }, to, at) => {
    to[at] = offset;
    to[at + 1] = typeId;
  });
}

/** struct bpf_line_info[]: four words each; undefined for none. */
export function lineBytes(lines: readonly LineInfo[]): Uint8Array | undefined {
  return words(lines, 4, ({ offset, fileName, text, line, column }, to, at) => {
    to[at] = offset;
    to[at + 1] = fileName;
    to[at + 2] = text;
    to[at + 3] = (line << 10) | column;
  });
}

function words<T>(
  records: readonly T[],
  each: number,
  put: (record: T, to: Uint32Array, at: number) => void,
): Uint8Array | undefined {
  if (records.length === 0) return undefined;
  const all = new Uint32Array(records.length * each);
  for (const [i, record] of records.entries()) put(record, all, i * each);
  return new Uint8Array(all.buffer);
}
