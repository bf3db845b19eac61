import { type Btf, BtfKind, type BtfType, type ExternSpec } from "@bpf/elf";
import { littleEndian } from "../byte-order.js";
import { LoadError } from "../errors.js";

/** enum libbpf_tristate. */
const tristate: Readonly<Record<string, number>> = { n: 0, y: 1, m: 2 };

/**
 * Writes one value of the kernel's configuration into the place of its variable, by the variable's C type, as libbpf
 * does it (set_kcfg_value_*): `y`, `n` and `m` into a bool, a char or an enum libbpf_tristate, numbers into integers,
 * quoted text into a char array, cut to fit.
 * @param place the bytes of the variable, all 0
 * @throws LoadError ERR_PROGRAM_EXTERN for a value that the type cannot hold
 */
export function putKconfigValue(btf: Btf, extern: ExternSpec, value: string, place: Uint8Array): void {
  const type = btf.resolve(extern.typeId);
  const put = value.startsWith('"')
    ? putText
    : Object.hasOwn(tristate, value[0] ?? "")
      ? putSwitch
      : putNumber;
  refuse(extern, value, put(btf, type, value, place));
}

/** Writes what the loader itself knows: a number, or 0 and 1 into a bool. */
export function putKconfigNumber(btf: Btf, extern: ExternSpec, value: number, place: Uint8Array): void {
  const type = btf.resolve(extern.typeId);
  const isBool = type.kind === BtfKind.INT && type.bool;
  const reason =
    isBool && value <= 1 ? putInteger(BigInt(value), place) : putNumber(btf, type, String(value), place);
  refuse(extern, String(value), reason);
}

function refuse(extern: ExternSpec, value: string, reason: string | undefined): void {
  if (reason === undefined) return;
  throw new LoadError("ERR_PROGRAM_EXTERN", `The variable ${extern.name} cannot hold ${value}: ${reason}.`, {
    symbol: extern.name,
  });
}

/** Each gives back what is wrong. */
type Put = (btf: Btf, type: BtfType, value: string, place: Uint8Array) => string | undefined;

const putText: Put = (btf, type, value, place) => {
  if (type.kind !== BtfKind.ARRAY || btf.sizeOf(type.type) !== 1) return "it is no char array";
  if (value.length < 2 || !value.endsWith('"')) return "the text has no closing quote";
  const text = Buffer.from(value.slice(1, -1), "latin1");
  // The last byte stays 0.
  place.set(text.subarray(0, Math.max(place.length - 1, 0)));
  return undefined;
};

/** Only the first letter counts. */
const putSwitch: Put = (_btf, type, value, place) => {
  const letter = value[0]!;
  if (type.kind === BtfKind.INT && type.bool && type.size === 1) {
    if (letter === "m") return "it is a bool, and this is a module (use enum libbpf_tristate)";
    place[0] = letter === "y" ? 1 : 0;
    return undefined;
  }
  if (type.kind === BtfKind.INT && type.size === 1) {
    place[0] = letter.charCodeAt(0);
    return undefined;
  }
  const isEnum = type.kind === BtfKind.ENUM || type.kind === BtfKind.ENUM64;
  if (!isEnum || type.name !== "libbpf_tristate")
    return "it is neither a bool nor a char nor an enum libbpf_tristate";
  return putInteger(BigInt(tristate[letter]!), place);
};

const putNumber: Put = (_btf, type, value, place) => {
  if (type.kind !== BtfKind.INT || type.bool) return "it is no integer";
  const number = parseNumber(value);
  if (number === undefined) return "that is no number of 64 bits";
  const bits = type.size * 8;
  // 64 bits are taken with sign or without, whatever the type.
  if (bits >= 64) return putInteger(number, place);
  const fits = type.signed ? BigInt.asIntN(bits, number) === number : BigInt.asUintN(bits, number) === number;
  return fits ? putInteger(number, place) : `it has ${type.size} bytes${type.signed ? ", signed" : ""}`;
};

/** A number as C writes it, 0 in front for octal; undefined for none, and past 64 bits. */
function parseNumber(text: string): bigint | undefined {
  const [, sign, digits] = /^(-?)(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const size = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits);
  if (size > 0xffff_ffff_ffff_ffffn) return undefined;
  return sign === "-" ? -size : size;
}

function putInteger(value: bigint, place: Uint8Array): undefined {
  for (let i = 0; i < place.length; i++) {
    const shift = BigInt(8 * (littleEndian ? i : place.length - 1 - i));
    place[i] = Number((value >> shift) & 0xffn);
  }
}
