import { type Btf, BtfKind, type BtfMember, type BtfType } from "@bpf/elf";

/** Types whose members are the kernel's own affair; we leave such fields out. */
const kernelsOwn = new Set(["bpf_spin_lock", "bpf_timer"]);

/**
 * What our packages must make of a value that bpftool printed by the map's BTF: bpftool's reading of the bytes, in the
 * shape of our values. Where bpftool 7.1 is no witness, `bytes` are (it reads 4 bytes for a bool, and no floats).
 *
 * @param at of the value in `bytes`
 */
export function fromBpftool(btf: Btf, id: number, printed: unknown, bytes: DataView, at = 0): unknown {
  const type = btf.resolve(id);
  switch (type.kind) {
    case BtfKind.INT:
      if (type.bool) return bytes.getUint8(at) !== 0;
      if (type.name === "char") return text([Number(BigInt.asUintN(8, printed as bigint))]);
      return integer(printed, type.size, type.signed, 8 * type.size);
    case BtfKind.ENUM: {
      if (typeof printed === "string") return printed;
      const wide = 8 * type.size;
      return Number((type.signed ? BigInt.asIntN : BigInt.asUintN)(wide, printed as bigint));
    }
    case BtfKind.PTR:
      return BigInt.asUintN(64, BigInt(printed as bigint | string));
    case BtfKind.FLOAT:
      return type.size === 4 ? bytes.getFloat32(at, true) : bytes.getFloat64(at, true);
    case BtfKind.ARRAY: {
      if (isText(btf, type.type)) return printedText(printed, type.length, bytes, at);
      const size = btf.sizeOf(type.type);
      return Array.from({ length: type.length }, (_, i) =>
        fromBpftool(btf, type.type, (printed as unknown[] | null)?.[i], bytes, at + i * size),
      );
    }
    case BtfKind.STRUCT:
    case BtfKind.UNION:
      return members(btf, type, printed, bytes, at);
    default:
      throw new Error(`no value of kind ${type.kind}`);
  }
}

function members(
  btf: Btf,
  type: BtfType & { members: readonly BtfMember[] },
  printed: unknown,
  bytes: DataView,
  at: number,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { name, type: id, bitOffset, bitfieldSize } of type.members) {
    if (kernelsOwn.has(btf.resolve(id).name)) continue;
    const value = (printed as Record<string, unknown> | null)?.[name];
    if (bitfieldSize !== 0) fields[name] = bitfield(btf, id, value, bitfieldSize);
    else if (name !== "") fields[name] = fromBpftool(btf, id, value, bytes, at + bitOffset / 8);
    else Object.assign(fields, fromBpftool(btf, id, value, bytes, at + bitOffset / 8));
  }
  return fields;
}

/** bpftool prints bit fields as unsigned hexadecimal text. */
function bitfield(btf: Btf, id: number, printed: unknown, bits: number): number | bigint {
  const type = btf.resolve(id);
  if (type.kind !== BtfKind.INT) throw new Error(`bit field of kind ${type.kind}`);
  return integer(printed, type.size, type.signed, bits);
}

/** A bigint from 64 bits of declared type on. bpftool prints 128 bits and bit fields as text. */
function integer(printed: unknown, size: number, signed: boolean, bits: number): number | bigint {
  const value = BigInt(printed as bigint | string);
  const exact = (signed ? BigInt.asIntN : BigInt.asUintN)(bits, value);
  return size < 8 ? Number(exact) : exact;
}

const isText = (btf: Btf, element: number): boolean => {
  const type = btf.resolve(element);
  return type.kind === BtfKind.INT && type.name === "char";
};

/** bpftool prints an array of chars as text only where all of it, up to a NUL, is printable ASCII. */
function printedText(printed: unknown, length: number, bytes: DataView, at: number): string {
  if (typeof printed === "string") return printed;
  const codes = Array.isArray(printed)
    ? printed.map((code) => Number(BigInt.asUintN(8, code as bigint)))
    : Array.from({ length }, (_, i) => bytes.getUint8(at + i));
  const end = codes.indexOf(0);
  return text(end < 0 ? codes : codes.slice(0, end));
}

/** UTF-8; bytes that are none become U+DC80 to U+DCFF, as Python's surrogateescape does it. */
function text(codes: number[]): string {
  if (codes.length === 1 && codes[0] === 0) return "";
  let read = "";
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (let at = 0; at < codes.length; ) {
    const whole = [1, 2, 3, 4]
      .map((size) => codes.slice(at, at + size))
      .find((part) => isUtf8(decoder, part));
    read +=
      whole === undefined ? String.fromCharCode(0xdc00 + codes[at]!) : decoder.decode(Uint8Array.from(whole));
    at += whole?.length ?? 1;
  }
  return read;
}

function isUtf8(decoder: InstanceType<typeof TextDecoder>, codes: number[]): boolean {
  try {
    return [...decoder.decode(Uint8Array.from(codes))].length === 1;
  } catch {
    return false;
  }
}
