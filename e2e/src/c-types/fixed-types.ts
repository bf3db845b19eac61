import type { CAggregate, CField, CType } from "./c-type.js";
import { integers, scalars } from "./scalars.js";

const byForm = (declaration: string) => scalars.find((scalar) => scalar.declaration.startsWith(declaration))!;
const [u8, u32, u64, s64] = ["unsigned char", "unsigned int", "unsigned long long", "long long"].map(
  byForm,
) as [CType, CType, CType, CType];

const struct = (tag: string, fields: CField[], attribute = ""): CAggregate => ({
  kind: "struct",
  tag,
  fields,
  attribute,
});
const packed = "__attribute__((packed))";

/** What chance might leave out. */
export const fixedTypes: readonly CType[] = [
  ...scalars.filter(({ declaration }) => !declaration.includes("const")),
  { kind: "string", size: 16 },
  { kind: "array", element: { kind: "array", element: u32, length: 3 }, length: 2 },
  { kind: "array", element: { kind: "string", size: 4 }, length: 3 },
  struct(
    "every_scalar",
    scalars.map((type, i) => ({ name: `f${i}`, type })),
  ),
  struct(
    "every_scalar_packed",
    scalars.map((type, i) => ({ name: `f${i}`, type })),
    packed,
  ),
  struct("flexible", [
    { name: "n", type: u32 },
    { name: "data", type: { kind: "array", element: u64, length: "" } },
  ]),
  struct(
    "odd_names",
    ["__proto__", "constructor", "toString", "hasOwnProperty"].map((name) => ({ name, type: u8 })),
  ),
  struct("nothing", [
    { name: "empty", type: struct("empty", []) },
    { name: "after", type: u8 },
  ]),
  // A bit field of every width at every first bit, of both signs, in packed structs: up to nine bytes are touched.
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((lead) =>
    struct(
      `widths_${lead}`,
      [
        ...(lead > 0 ? [{ name: "lead", type: u8, bits: lead }] : []),
        ...Array.from({ length: 64 }, (_, i) => ({
          name: `b${i}`,
          type: i % 2 === 0 ? u64 : s64,
          bits: i + 1,
        })),
      ],
      packed,
    ),
  ),
  ...integers.map((type, i) =>
    struct(`fields_of_${i}`, [
      ...[1, 3, type.bits, type.bits - 1, 2]
        .filter((bits) => bits > 0 && bits <= type.bits)
        .map((bits, j) => ({ name: `f${j}`, type, bits })),
    ]),
  ),
];
