/**
 * Every width at every first bit, both signs and byte orders; what C says of them is in e2e (codec-matrix,
 * codec-byte-orders).
 */
import { test } from "uvu";
import type { BitRange, Layout, LayoutField } from "../../src/layout/layout.js";
import { forAllCodes } from "./both-codes.js";
import { same } from "./same.js";
import { read, readJson, written } from "./write-read.js";

const struct = (size: number, fields: readonly LayoutField[]): Layout => ({
  kind: "struct",
  name: "s",
  size,
  fields,
});

function field(name: string, layout: Layout, bits: BitRange): LayoutField {
  return { name, offset: Math.floor(bits.offset / 8), layout, bits };
}

/** Bits of `size` bytes: those of the range as `value` says, all others as `fill`. Worked out bit by bit. */
function bytesOf(
  size: number,
  { offset, size: width }: BitRange,
  value: bigint,
  fill: 0 | 1,
  little: boolean,
): string {
  const bytes = new Uint8Array(size).fill(fill ? 0xff : 0);
  for (let i = 0; i < width; i++) {
    const bit = Number((value >> BigInt(little ? i : width - 1 - i)) & 1n);
    const at = offset + i;
    const mask = little ? 1 << (at & 7) : 0x80 >> (at & 7);
    bytes[at >> 3] = bit ? bytes[at >> 3]! | mask : bytes[at >> 3]! & ~mask;
  }
  return Buffer.from(bytes).toString("hex");
}

forAllCodes(test, "every width at every first bit", ({ make, little }) => {
  for (const declared of [4, 8] as const)
    for (const signed of [false, true])
      for (let width = 1; width <= declared * 8; width++)
        for (let offset = 0; offset < 8; offset += width % 3 === 0 ? 1 : 3) {
          const bits = { offset, size: width };
          const codec = make(struct(9, [field("f", { kind: "integer", size: declared, signed }, bits)]));
          const top = 1n << BigInt(width - 1);
          const extremes = signed ? [-top, top - 1n, -1n, 0n] : [2n * top - 1n, top, 1n, 0n];
          for (const extreme of extremes) {
            const f = declared === 8 ? extreme : Number(extreme);
            const what = `${declared} ${signed} ${width}@${offset} ${f}`;
            same(read(codec, bytesOf(9, bits, extreme, 1, little)), { f }, what);
            same(written(codec, { f }), { hex: bytesOf(9, bits, extreme, 0, little) }, what);
          }
          const beyond = signed ? top : 2n * top;
          same("path" in written(codec, { f: declared === 8 ? beyond : Number(beyond) }), true);
        }
});

forAllCodes(test, "bits of 128, bools and enums", ({ make, little }) => {
  const wide = { offset: 5, size: 100 };
  const codec = make(struct(17, [field("f", { kind: "integer", size: 16, signed: true }, wide)]));
  const f = -(2n ** 99n) + 5n;
  same(written(codec, { f }), { hex: bytesOf(17, wide, f, 0, little) });
  same(read(codec, bytesOf(17, wide, f, 1, little)), { f });
  same(readJson(codec, bytesOf(17, wide, f, 1, little)), { f: String(f) });

  const values = [
    { name: "NEG", value: 0xffffffff },
    { name: "A", value: 2 },
    { name: "BIG", value: 1000 },
  ];
  const few = make(
    struct(1, [
      field("flag", { kind: "bool", size: 1 }, { offset: 1, size: 1 }),
      field("e", { kind: "enum", name: "e", size: 4, signed: false, values }, { offset: 2, size: 3 }),
    ]),
  );
  for (const [e, raw] of [
    ["A", 2n],
    ["NEG", 7n],
    [5, 5n],
  ] as const) {
    const hex = bytesOf(1, { offset: 2, size: 3 }, raw, 0, little);
    same(written(few, { flag: false, e }), { hex });
    same(read(few, hex), { flag: false, e });
  }
  same(written(few, { flag: true, e: "BIG" }), {
    path: "value.e",
    reason: 'expected one of NEG, A, not "BIG"',
  });
  same(written(few, { flag: true, e: 8 }), {
    path: "value.e",
    reason: "expected an integer from 0 to 7, not 8",
  });
});

forAllCodes(test, "neighbours are left alone", ({ make }) => {
  const fields = [0, 3, 7, 20, 33].map((offset, i, all) =>
    field(
      `f${i}`,
      { kind: "integer", size: 8, signed: false },
      { offset, size: (all[i + 1] ?? 64) - offset },
    ),
  );
  const codec = make(struct(8, fields));
  const value = { f0: 5n, f1: 9n, f2: 0x1234n & 0x1fffn, f3: 0x1abcn, f4: 0x7fffffffn };
  const { hex } = written(codec, value) as { hex: string };
  same(read(codec, hex), value);
});

test.run();
