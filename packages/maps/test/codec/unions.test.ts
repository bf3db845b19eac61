import { test } from "uvu";
import { layout } from "../../src/layout/describe.js";
import type { Layout } from "../../src/layout/layout.js";
import { forAllCodes } from "./both-codes.js";
import { same } from "./same.js";
import { read, written, writtenJson } from "./write-read.js";

const { u8, u16, u32 } = layout;
const pair = layout.struct({ first: u8, second: u8 });
const address = layout.union({ byte: u8, pair, cells: layout.array(u8, 4) });

forAllCodes(test, "all members are read, one is enough to write, and the rest is zeros", ({ make }) => {
  const codec = make(address as Layout);
  same(read(codec, "01020304"), { byte: 1, pair: { first: 1, second: 2 }, cells: [1, 2, 3, 4] });
  same(written(codec, { byte: 5 }), { hex: "05000000" });
  same(written(codec, { pair: { first: 5, second: 6 } }), { hex: "05060000" });
  same(written(codec, {}), { path: "value", reason: "expected one of byte, pair, cells" });
  same(written(codec, { other: 1 }), {
    path: "value.other",
    reason: "no such field; there are byte, pair, cells",
  });
});

forAllCodes(test, "several members have to agree", ({ make }) => {
  const codec = make(address as Layout);
  const all = { byte: 1, pair: { first: 1, second: 2 }, cells: [1, 2, 3, 4] };
  same(written(codec, all), { hex: "01020304" });
  same(writtenJson(codec, all), { hex: "01020304" });
  const reason = "byte, pair, cells share memory and do not agree: give one";
  same(written(codec, { ...all, byte: 9 }), { path: "value", reason });
  same(written(codec, { ...all, pair: { first: 1, second: 0 } }), { path: "value", reason });
  same(written(codec, { ...all, cells: [1, 2, 3, 400] }), {
    path: "value.cells[3]",
    reason: "expected an integer from 0 to 255, not 400",
  });
});

forAllCodes(test, "members that tell of each other's padding are written together", ({ make, little }) => {
  const [one, two] = [layout.struct({ a: u8, b: u16 }), layout.struct({ c: u16, d: u8 })];
  const codec = make(layout.union({ one, two }) as Layout);
  const hex = "01020304";
  const value = read(codec, hex) as object;
  same(written(codec, value), { hex: little ? hex : hex });
});

forAllCodes(test, "a bool, text and a float give way to integers over the same bytes", ({ make }) => {
  const codec = make(
    layout.union({ flag: layout.bool, text: layout.string(4), real: layout.f32, raw: u32 }) as Layout,
  );
  for (const hex of ["02000000", "61006200", "0100c07f", "ffffffff"])
    same(written(codec, read(codec, hex)), { hex });
});

const anonymous: Layout = {
  kind: "struct",
  name: "key",
  size: 6,
  fields: [
    { name: "family", offset: 0, layout: u8 },
    {
      name: "",
      offset: 2,
      layout: {
        kind: "union",
        name: "",
        size: 4,
        fields: [
          { name: "v4", offset: 0, layout: layout.array(u8, 4) },
          {
            name: "",
            offset: 0,
            layout: {
              kind: "struct",
              name: "",
              size: 2,
              fields: [
                { name: "low", offset: 0, layout: u8 },
                { name: "high", offset: 1, layout: u8 },
              ],
            },
          },
        ],
      },
    },
  ],
};

forAllCodes(
  test,
  "members of anonymous unions and structs are properties of the outer object",
  ({ make }) => {
    const codec = make(anonymous);
    const value = { family: 1, v4: [2, 3, 4, 5], low: 2, high: 3 };
    same(read(codec, "01ff02030405"), value);
    same(written(codec, value), { hex: "010002030405" });
    same(written(codec, { family: 1, low: 2, high: 3 }), { hex: "010002030000" });
    same(written(codec, { family: 1, low: 2 }), { path: "value.high", reason: "missing" });
    same(written(codec, { family: 1 }), { path: "value", reason: "expected one of v4, low, high" });
    same(written(codec, { ...value, high: 9 }), {
      path: "value",
      reason: "v4, low, high share memory and do not agree: give one",
    });
  },
);

test.run();
