import { type BtfEnum, type BtfEnum64, type BtfInt, BtfKind } from "@bpf/elf";
import type { BoolLayout, BytesLayout, EnumLayout, EnumValue, IntegerLayout, Layout } from "./layout.js";
import { valueOfWidth } from "./value-of-width.js";

const integerSizes = [1, 2, 4, 8, 16] as const;

/** Whether the value fills all of its bytes. Bit fields as compilers wrote them before kind_flag do not. */
export function isWhole(type: BtfInt): boolean {
  return type.bitOffset === 0 && type.bits === type.size * 8;
}

/** An INT that is not part of a bit field; bytes where it is of no width that C has. */
export function integerLayout(type: BtfInt): Layout {
  if (!isWhole(type) || !isOneOf(integerSizes, type.size)) return { kind: "bytes", size: type.size };
  if (type.bool && type.size <= 8) return { kind: "bool", size: type.size as BoolLayout["size"] };
  return isChar(type) ? { kind: "char" } : { kind: "integer", size: type.size, signed: type.signed };
}

/** The declared type of a bit field: what its bits are read as, in the bytes that C gives such a type. */
export function bitFieldLayout(type: BtfInt): BoolLayout | IntegerLayout | undefined {
  const size = integerSizes.find((size) => size >= type.size);
  if (size === undefined) return undefined;
  return type.bool && size <= 8
    ? { kind: "bool", size: size as BoolLayout["size"] }
    : { kind: "integer", size, signed: type.signed };
}

/** clang and pahole tell `char` by its name only; the flag is there for those who set it. */
export function isChar({ size, name, char }: BtfInt): boolean {
  return size === 1 && (name === "char" || (char && name !== "signed char" && name !== "unsigned char"));
}

/** Names of values that its bytes cannot hold are left out; bytes where it is of no width that C has. */
export function enumLayout(type: BtfEnum | BtfEnum64, name: string): EnumLayout | BytesLayout {
  const { size, signed } = type;
  if (!isOneOf([1, 2, 4, 8] as const, size)) return { kind: "bytes", size };
  const values: EnumValue[] = [];
  for (const { name, value } of type.values) {
    const bits = type.kind === BtfKind.ENUM ? 32 : 64;
    const held = valueOfWidth(BigInt(value), bits, size * 8, signed);
    if (held !== undefined) values.push({ name, value: size === 8 ? held : Number(held) });
  }
  return { kind: "enum", name, size, signed, values };
}

function isOneOf<T>(choices: readonly T[], value: unknown): value is T {
  return choices.includes(value as T);
}
