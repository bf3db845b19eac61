import { type Btf, parseBtf } from "@bpf/elf";

const FUNC = 12;

/** BTF of a kernel module, on top of the kernel's: functions of these names, all of one prototype of the kernel's. */
export function moduleBtf(base: Btf, names: readonly string[], prototype: number): Btf {
  const header = new DataView(base.bytes.buffer, base.bytes.byteOffset);
  const start = header.getUint32(20, true);
  const strings = new TextEncoder().encode(names.map((name) => `${name}\0`).join(""));
  const words: number[] = [];
  let at = start;
  for (const name of names) {
    words.push(at, FUNC << 24, prototype);
    at += name.length + 1;
  }
  const bytes = new Uint8Array(24 + words.length * 4 + strings.length);
  const view = new DataView(bytes.buffer);
  const head = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, strings.length];
  for (const [i, word] of [...head, ...words].entries()) view.setUint32(i * 4, word, true);
  bytes.set(strings, 24 + words.length * 4);
  return parseBtf(bytes, { base });
}
