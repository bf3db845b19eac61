import type { Random } from "../random.js";
import { type CAggregate, type CField, type CScalar, type CType, isPadding } from "./c-type.js";
import { scalarWord, textWord } from "./words.js";

/** A value for `encode`, and the words from which the C program stores the same. */
export interface TwofoldValue {
  readonly value: unknown;
  readonly words: readonly string[];
}

/** Extremes mostly. */
export function randomValue(type: CType, random: Random): TwofoldValue {
  switch (type.kind) {
    case "scalar":
      return randomScalar(type, random, type.bits);
    case "string": {
      const text = "aZ~09!bcdefghij".slice(0, random.below(type.size + 1));
      return { value: text, words: [textWord(text)] };
    }
    case "array": {
      const elements = Array.from({ length: type.length || 0 }, () => randomValue(type.element, random));
      return { value: elements.map(({ value }) => value), words: elements.flatMap(({ words }) => words) };
    }
    case "struct":
      return join(
        type.fields.filter((field) => !isPadding(field)).map((field) => randomField(field, random)),
      );
    case "union":
      return randomMember(type, random);
  }
}

/** A part of an object. */
interface Part {
  readonly properties: object;
  readonly words: readonly string[];
}

function randomField({ name, type, bits }: CField, random: Random): Part {
  const { value, words } =
    bits === undefined ? randomValue(type, random) : randomScalar(type as CScalar, random, bits);
  return { properties: name === "" ? (value as object) : { [name]: value }, words };
}

function join(parts: readonly Part[]): TwofoldValue {
  return {
    value: Object.fromEntries(parts.flatMap(({ properties }) => Object.entries(properties))),
    words: parts.flatMap(({ words }) => words),
  };
}

function randomMember({ fields }: CAggregate, random: Random): TwofoldValue {
  const members = fields.filter((field) => !isPadding(field));
  const index = random.below(members.length);
  const { properties, words } = randomField(members[index]!, random);
  return { value: properties, words: [String(index), ...words] };
}

function randomScalar(type: CScalar, random: Random, bits: number): TwofoldValue {
  const value = scalarValue(type, random, bits);
  return { value, words: [scalarWord(type, value, bits)] };
}

function scalarValue(type: CScalar, random: Random, bits: number): unknown {
  switch (type.form) {
    case "bool":
      return random.below(2) === 1;
    case "char":
      return pick(random, ["", "x", "~", "\udcff"]);
    case "float":
      return pick(random, [0, -0, 1.1, -1e30, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 16777217]);
    case "enum": {
      const fitting = Object.keys(type.names!).filter((name) =>
        fits(BigInt(type.names![name]!), bits, type.signed),
      );
      return fitting.length > 0 ? pick(random, fitting) : 0;
    }
    default: {
      const integer = randomInteger(random, bits, type.signed);
      return type.bits >= 64 ? integer : Number(integer);
    }
  }
}

function fits(value: bigint, bits: number, signed: boolean): boolean {
  return value === (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

function randomInteger(random: Random, bits: number, signed: boolean): bigint {
  const all = (1n << BigInt(bits)) - 1n;
  const any = BigInt(`0x${Buffer.from(random.bytes(16)).toString("hex")}`);
  const raw = pick(random, [0n, 1n, all, all >> 1n, (all >> 1n) + 1n, any]) & all;
  return signed ? BigInt.asIntN(bits, raw) : raw;
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.below(choices.length)]!;
}
