/**
 * Rewrites an object of clang into one as gobpf's build makes them (clang -emit-llvm, then an llc from before BPF
 * had a machine number):
 *
 *   node make-gobpf-style.mjs INPUT OUTPUT
 *
 * e_machine 0, symbols of maps and programs without type and size. One .strtab for section and symbol names is
 * what LLVM writes anyway; the program stops if that is not so.
 */
import { readFileSync, writeFileSync } from "node:fs";

const [input, output] = process.argv.slice(2);
const bytes = readFileSync(input);
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const little = bytes[5] === 1;

const EM_NONE = 0;
const SHT_SYMTAB = 2;
const STT_NOTYPE = 0;
const STT_OBJECT = 1;
const STT_FUNC = 2;

view.setUint16(18, EM_NONE, little);
const sectionHeaders = Number(view.getBigUint64(40, little));
const sectionCount = view.getUint16(60, little);
const namesIndex = view.getUint16(62, little);

for (let index = 0; index < sectionCount; index++) {
  const header = sectionHeaders + index * 64;
  if (view.getUint32(header + 4, little) !== SHT_SYMTAB) continue;
  if (view.getUint32(header + 40, little) !== namesIndex) throw new Error("two string tables");
  const offset = Number(view.getBigUint64(header + 24, little));
  const size = Number(view.getBigUint64(header + 32, little));
  for (let symbol = offset; symbol < offset + size; symbol += 24) {
    const info = view.getUint8(symbol + 4);
    const type = info & 15;
    if (type !== STT_OBJECT && type !== STT_FUNC) continue;
    view.setUint8(symbol + 4, (info & ~15) | STT_NOTYPE);
    view.setBigUint64(symbol + 16, 0n, little);
  }
}
writeFileSync(output, bytes);
