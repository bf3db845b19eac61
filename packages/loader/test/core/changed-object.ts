import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BtfKind, type ObjectSpec } from "@bpf/elf";

/** An object with another section in place of one of its own, as llvm-objcopy writes it. */
export function withSection({ bytes }: ObjectSpec, section: string, contents: Uint8Array): Uint8Array {
  const directory = mkdtempSync(join(tmpdir(), "changed-object-"));
  try {
    const [from, to, file] = ["from.o", "to.o", "section"].map((name) => join(directory, name));
    writeFileSync(from!, bytes);
    writeFileSync(file!, contents);
    execFileSync("llvm-objcopy", [`--update-section=${section}=${file}`, from!, to!]);
    return new Uint8Array(readFileSync(to!));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** An object whose CO-RE relocations of one kind are of another. */
export function withKind(object: ObjectSpec, from: number, to: number): Uint8Array {
  const ext = Uint8Array.from(object.btfExt!);
  const view = new DataView(ext.buffer);
  const u32 = (at: number): number => view.getUint32(at, true);
  const start = u32(4) + u32(24);
  const size = u32(start);
  for (let at = start + 4; at < start + u32(28); ) {
    const count = u32(at + 4);
    for (at += 8; count > 0; ) {
      const end = at + count * size;
      for (; at < end; at += size) if (u32(at + 12) === from) view.setUint32(at + 12, to, true);
      break;
    }
  }
  return withSection(object, ".BTF.ext", ext);
}

/** An object whose enums have 64 bits, and other values. Ids stay. */
export function withEnum64(object: ObjectSpec, value: (value: bigint) => bigint): Uint8Array {
  const btf = object.btf!;
  const words: number[] = [];
  for (let id = 1; id < btf.typeCount; id++) {
    const own = btf.words(id);
    if (btf.kindOf(id) !== BtfKind.ENUM) {
      words.push(...own);
      continue;
    }
    const length = own[1]! & 0xffff;
    words.push(own[0]!, ((BtfKind.ENUM64 << 24) | length) >>> 0, 8);
    for (let i = 0; i < length; i++) {
      const changed = BigInt.asUintN(64, value(BigInt(own[4 + i * 2]! | 0)));
      words.push(own[3 + i * 2]!, Number(changed & 0xffff_ffffn), Number(changed >> 32n));
    }
  }
  return withSection(object, ".BTF", withTypes(btf.bytes, words));
}

/** BTF with other types, and the strings that it had. */
function withTypes(btf: Uint8Array, words: readonly number[]): Uint8Array {
  const from = new DataView(btf.buffer, btf.byteOffset, btf.byteLength);
  const header = from.getUint32(4, true);
  const start = header + from.getUint32(16, true);
  const strings = btf.subarray(start, start + from.getUint32(20, true));
  const bytes = new Uint8Array(24 + words.length * 4 + strings.length);
  const to = new DataView(bytes.buffer);
  const head = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, strings.length];
  for (const [i, word] of [...head, ...words].entries()) to.setUint32(i * 4, word, true);
  bytes.set(strings, 24 + words.length * 4);
  return bytes;
}
