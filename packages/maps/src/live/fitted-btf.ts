import { type Btf, fitBtf, type ObjectSpec, parseBtf } from "@bpf/elf";

/**
 * An object's types as the kernel has them once they are loaded: not as clang writes them, without the offsets of global
 * variables, which come from the object's symbols. Undefined without BTF.
 * @throws ParseError
 */
export function fittedBtf({ bytes, btf }: ObjectSpec): Btf | undefined {
  // Parsed again: the object may come from another copy of @bpf/elf.
  const fitted = btf && fitBtf({ bytes, btf: parseBtf(btf.bytes) });
  return fitted && parseBtf(fitted);
}
