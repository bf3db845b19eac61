import { alignmentOf, roundUp } from "../../src/layout/alignment.js";
import { type Layout, type LayoutField, sizeOfLayout } from "../../src/layout/layout.js";
import type { Random } from "../random.js";

const names = [
  "a",
  "value",
  "constructor",
  "toString",
  "__proto__",
  "0",
  "odd name",
  "ä",
  "\u2028",
  "x".repeat(70),
];

/** A layout of any kind; structs and arrays nest up to `depth` times. */
export function randomLayout(random: Random, depth = 3): Layout {
  const kinds = ["integer", "bool", "char", "float", "enum", "string", "pointer", "bytes"] as const;
  const nesting = ["array", "struct", "struct", "struct", "union"] as const;
  const kind = depth > 0 && random.below(3) > 0 ? random.of(nesting) : random.of(kinds);
  switch (kind) {
    case "integer":
      return { kind, size: random.of([1, 2, 4, 8, 16]), signed: random.below(2) === 0 };
    case "bool":
      return { kind, size: random.of([1, 1, 1, 2, 4, 8]) };
    case "char":
      return { kind };
    case "float":
      return { kind, size: random.of([4, 8]) };
    case "enum":
      return randomEnum(random);
    case "string":
    case "bytes":
      return { kind, size: random.of([0, 1, 5, 16]) };
    case "pointer":
      return { kind, size: 8 };
    case "array":
      return { kind, element: randomLayout(random, depth - 1), length: random.of([0, 1, 3, 9]) };
    case "struct":
      return randomStruct(random, depth);
    case "union":
      return randomUnion(random, depth);
  }
}

function randomEnum(random: Random): Layout {
  const size = random.of([1, 2, 4, 8] as const);
  const signed = random.below(2) === 0;
  const numbers = [0, 1, 2, 0x7f, signed ? -1 : 0xff];
  const values = numbers.map((value, i) => ({
    name: `NAME_${i}`,
    value: size === 8 ? BigInt(value) : value,
  }));
  return { kind: "enum", name: "e", size, signed, values: values.slice(random.below(4)) };
}

/** Some packed, some with bit fields, some with anonymous parts. */
function randomStruct(random: Random, depth: number): Layout {
  const packed = random.below(3) === 0;
  const fields: LayoutField[] = [];
  const free = namePool(random);
  let end = 0; // bits
  for (let count = random.below(6); count >= 0; count--) {
    const layout = randomLayout(random, depth - 1);
    if (
      random.below(3) === 0 &&
      (layout.kind === "integer" || layout.kind === "bool" || layout.kind === "enum")
    ) {
      const size = 1 + random.below(layout.size * 8);
      const offset = end + random.below(3);
      fields.push({ name: free(), offset: Math.floor(offset / 8), layout, bits: { offset, size } });
      end = offset + size;
      continue;
    }
    const anonymous = (layout.kind === "struct" || layout.kind === "union") && isNamedApart(layout, fields);
    const offset = roundUp(Math.ceil(end / 8), packed ? 1 : alignmentOf(layout));
    if (anonymous && random.below(2) === 0) fields.push({ name: "", offset, layout });
    else if (random.below(12) === 0) fields.push({ name: free(), offset, layout, kernelOwned: true });
    else fields.push({ name: free(), offset, layout });
    end = (offset + sizeOfLayout(layout)) * 8;
  }
  return { kind: "struct", name: "s", size: Math.ceil(end / 8) + random.below(4), fields };
}

function randomUnion(random: Random, depth: number): Layout {
  const free = namePool(random);
  const fields = Array.from({ length: 1 + random.below(3) }, () => {
    const layout = randomLayout(random, depth - 1);
    return { name: free(), offset: 0, layout };
  });
  const size = Math.max(...fields.map(({ layout }) => sizeOfLayout(layout)));
  return { kind: "union", name: "u", size, fields };
}

/** Names that no other pool has given, mostly. */
function namePool(random: Random): () => string {
  const pool = random.below(1000);
  let count = 0;
  return () =>
    `${random.below(3) === 0 ? random.of(names) : "f"}${count === 0 && random.below(2) === 0 ? "" : `_${pool}_${count++}`}`;
}

function namesIn(fields: readonly LayoutField[]): string[] {
  return fields.flatMap(({ name, layout }) =>
    name === "" && (layout.kind === "struct" || layout.kind === "union") ? namesIn(layout.fields) : [name],
  );
}

function isNamedApart(
  layout: Layout & { fields: readonly LayoutField[] },
  others: readonly LayoutField[],
): boolean {
  const taken = new Set(namesIn(others));
  return namesIn(layout.fields).every((name) => !taken.has(name));
}
