import { type CAggregate, type CScalar, type CType, isPadding } from "./c-type.js";
import { bytesOfText } from "./words.js";

type Properties = Readonly<Record<string, unknown>>;

/** A value as C writes it where a variable is defined: `{ .a = 1, .b = { 2, 3 } }`. */
export function initializer(type: CType, value: unknown): string {
  switch (type.kind) {
    case "scalar":
      return scalarText(type, value);
    case "string":
      return JSON.stringify(value);
    case "array":
      return `{ ${(value as unknown[]).map((element) => initializer(type.element, element)).join(", ")} }`;
    default:
      return `{ ${members(type, value as Properties).join(", ")} }`;
  }
}

/** Of a union, and of an anonymous one, only the member that is there. */
function members({ fields }: CAggregate, value: Properties): string[] {
  return fields.flatMap((field) => {
    if (isPadding(field)) return [];
    if (field.name === "") return members(field.type as CAggregate, value);
    if (!Object.hasOwn(value, field.name)) return [];
    return [`.${field.name} = ${initializer(field.type, value[field.name])}`];
  });
}

function scalarText({ type, form, names }: CScalar, value: unknown): string {
  switch (form) {
    case "bool":
      return value ? "1" : "0";
    case "char":
      return `(char)${bytesOfText(value as string)[0] ?? 0}`;
    case "float":
      return floatText(value as number);
    case "enum":
      return integerText(type, BigInt(typeof value === "string" ? names![value]! : (value as number)));
    default:
      return integerText(type, BigInt(value as number | bigint));
  }
}

function integerText(type: string, value: bigint): string {
  const [high, low] = [BigInt.asUintN(64, value >> 64n), BigInt.asUintN(64, value)];
  const bits = type.includes("128") ? `((unsigned __int128)${high}ull << 64 | ${low}ull)` : `${low}ull`;
  return `(${type})${bits}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '__builtin_nan("")';
  if (!Number.isFinite(value)) return value > 0 ? "__builtin_inf()" : "-__builtin_inf()";
  return Object.is(value, -0) ? "-0.0" : `(double)${value}`;
}
