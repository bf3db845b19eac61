import { type Btf, BtfKind, type BtfType, type ExternSpec } from "@bpf/elf";
import { LoadError } from "../errors.js";

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** enum libbpf_tristate. */
const tristate: Readonly<Record<string, number>> = { n: 0, y: 1, m: 2 };

/**
 * Writes one value of the kernel's configuration into the place of its variable, by the variable's C type, as libbpf
 * does it (set_kcfg_value): `y`, `n` and `m` into a bool, a char or an enum libbpf_tristate, numbers into integers, quoted text into
 * a char array, cut to fit.
 * @param place the bytes of the variable, all 0
 * @throws LoadError ERR_PROGRAM_EXTERN for a value that the type cannot hold
 */
export function putKconfigValue(btf: Btf, extern: ExternSpec, value: string, place: Uint8Array): void {
  const type = btf.resolve(extern.typeId);
  const put = value.startsWith('"') ? putText : value in tristate ? putSwitch : putNumber;
  const reason = put(btf, type, value, place);
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

const putSwitch: Put = (_btf, type, value, place) => {
  if (type.kind === BtfKind.INT && type.bool) {
    if (value === "m") return "it is a bool, and this is a module (use enum libbpf_tristate)";
    place[0] = value === "y" ? 1 : 0;
    return undefined;
  }
  if (type.kind === BtfKind.INT && type.size === 1) {
    place[0] = value.charCodeAt(0);
    return undefined;
  }
  if (type.kind !== BtfKind.ENUM || type.name !== "libbpf_tristate")
    return "it is neither a bool nor a char nor an enum libbpf_tristate";
  return putInteger(BigInt(tristate[value]!), place);
};

const putNumber: Put = (_btf, type, value, place) => {
  if (type.kind !== BtfKind.INT || type.bool) return "it is no integer";
  if (!/^-?(?:0x[0-9a-f]+|\d+)$/i.test(value)) return "that is no number";
  const negative = value.startsWith("-");
  const number = negative ? -BigInt(value.slice(1)) : BigInt(value);
  const bits = BigInt(type.size * 8);
  const fits = type.signed
    ? BigInt.asIntN(Number(bits), number) === number
    : BigInt.asUintN(Number(bits), number) === number;
  return fits ? putInteger(number, place) : `it has ${type.size} bytes${type.signed ? ", signed" : ""}`;
};

function putInteger(value: bigint, place: Uint8Array): undefined {
  for (let i = 0; i < place.length; i++) {
    const shift = BigInt(8 * (littleEndian ? i : place.length - 1 - i));
    place[i] = Number((value >> shift) & 0xffn);
  }
}
