// btf.mjs FILE NAME...: nanoseconds to open a raw BTF file and find the structs.
import { BtfKind, parseBtf } from "@bpf/elf";
import { readKernelTypes } from "@bpf/syscall";

const [file, ...names] = process.argv.slice(2);
const start = process.hrtime.bigint();
const btf = parseBtf(readKernelTypes(file));
for (const name of names) {
  if (btf.find(name, BtfKind.STRUCT) === undefined) throw new Error(`no struct ${name}`);
}
console.log(String(process.hrtime.bigint() - start));
