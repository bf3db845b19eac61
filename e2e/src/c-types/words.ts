import { type CAggregate, type CScalar, type CType, isPadding } from "./c-type.js";

type Properties = Record<string, unknown>;

/** A value that @bpf/maps decoded, as the words in which the C program prints it. */
export function wordsOf(type: CType, value: unknown): string[] {
  switch (type.kind) {
    case "scalar":
      return [scalarWord(type, value, type.bits)];
    case "string":
      return [textWord(value as string)];
    case "array":
      return (value as unknown[]).flatMap((element) => wordsOf(type.element, element));
    default:
      return aggregateWords(type, value as Properties);
  }
}

function aggregateWords({ fields }: CAggregate, value: Properties): string[] {
  return fields.flatMap((field) => {
    if (isPadding(field)) return [];
    const inner = field.name === "" ? value : value[field.name];
    return field.bits === undefined
      ? wordsOf(field.type, inner)
      : [scalarWord(field.type as CScalar, inner, field.bits)];
  });
}

export function scalarWord({ form, names, signed }: CScalar, value: unknown, bits: number): string {
  switch (form) {
    case "float":
      return String(floatBits(value as number));
    case "wide":
      return BigInt.asUintN(128, value as bigint)
        .toString(16)
        .padStart(32, "0");
    case "bool":
      return value ? "1" : "0";
    case "char":
      return String(bytesOfText(value as string)[0] ?? 0);
    case "enum": {
      // Before BTF told the sign of an enum, values without a name are read as unsigned.
      const number = BigInt(typeof value === "string" ? names![value]! : (value as number));
      return String(signed ? BigInt.asIntN(bits, number) : BigInt.asUintN(bits, number));
    }
    default:
      return String(value);
  }
}

function floatBits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
  return view.getBigUint64(0);
}

export function textWord(text: string): string {
  return `t${Buffer.from(bytesOfText(text)).toString("hex")}`;
}

/** UTF-8; U+DC80 to U+DCFF are single bytes. */
export function bytesOfText(text: string): number[] {
  return [...text].flatMap((character) => {
    const point = character.codePointAt(0)!;
    return point >= 0xdc80 && point <= 0xdcff ? [point - 0xdc00] : [...Buffer.from(character)];
  });
}
