import { type Btf, BtfKind, ParseError } from "@bpf/elf";
import type { ProgDebugInfo } from "@bpf/syscall";
import { littleEndian } from "../byte-order.js";
import type { NamedStart, SourceLine } from "./disassemble.js";

/** Names and places of a loaded program's instructions. */
export interface ProgramSourceInfo {
  readonly functions: readonly NamedStart[];
  readonly lines: readonly SourceLine[];
}

/**
 * Decodes what the kernel keeps of a program's source (progDebugInfo of `@bpf/syscall`).
 *
 * @param btf of the BTF object `info.btfId`. What it does not have, as it should, is left out.
 */
export function programSource(info: ProgDebugInfo, btf: Btf): ProgramSourceInfo {
  const functions = records(info.functionInfo, info.functionInfoSize, 8, (u32) => {
    const name = functionName(btf, u32(4));
    return name === undefined ? undefined : { start: u32(0), name };
  });
  const lines = records(info.lineInfo, info.lineInfoSize, 16, (u32) => {
    const file = stringOf(btf, u32(4));
    const text = stringOf(btf, u32(8)) ?? "";
    // The upper 22 bits are the line, the others the column. Line 0 is code of no line in particular.
    const position = u32(12);
    if (file === undefined || position >>> 10 === 0) return undefined;
    return { start: u32(0), file, text: text.trim(), line: position >>> 10, column: position & 0x3ff };
  });
  return { functions, lines };
}

/** Records of `size` bytes of which `least` are known; words are of the machine's byte order. */
function records<T>(
  bytes: Uint8Array,
  size: number,
  least: number,
  record: (u32: (at: number) => number) => T | undefined,
): T[] {
  if (size < least) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: T[] = [];
  for (let start = 0; start + size <= bytes.length; start += size) {
    const one = record((at) => view.getUint32(start + at, littleEndian));
    if (one !== undefined) found.push(one);
  }
  return found;
}

function functionName(btf: Btf, id: number): string | undefined {
  return absentIfMalformed(() => {
    const type = btf.type(id);
    return type.kind === BtfKind.FUNC ? type.name : undefined;
  });
}

const stringOf = (btf: Btf, offset: number): string | undefined =>
  absentIfMalformed(() => btf.string(offset));

function absentIfMalformed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (ParseError.is(error)) return undefined;
    throw error;
  }
}
