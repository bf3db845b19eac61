import { test } from "uvu";
import { layout } from "../../src/layout/describe.js";
import type { EnumLayout, Layout } from "../../src/layout/layout.js";
import { forAllCodes } from "./both-codes.js";
import { same } from "./same.js";
import { read, readJson, written, writtenJson } from "./write-read.js";

/** The bytes of a hex text the other way round in big endian. */
const inOrder = (hex: string, little: boolean) =>
  little ? hex : Buffer.from(hex, "hex").reverse().toString("hex");

forAllCodes(test, "integers: extremes, and one beyond", ({ make, little }) => {
  for (const size of [1, 2, 4, 8, 16] as const)
    for (const signed of [false, true]) {
      const codec = make({ kind: "integer", size, signed } as Layout);
      const bits = BigInt(size * 8);
      const [min, max] = signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
      const shape = (value: bigint) => (size >= 8 ? value : Number(value));
      for (const value of [min, max, 1n, 0n]) {
        const hex = inOrder(
          Buffer.from(
            BigInt.asUintN(size * 8, value)
              .toString(16)
              .padStart(size * 2, "0"),
            "hex",
          )
            .reverse()
            .toString("hex"),
          little,
        );
        same(written(codec, shape(value)), { hex }, `${size} ${signed} ${value}`);
        same(read(codec, hex), shape(value));
        same(readJson(codec, hex), size >= 8 ? String(value) : Number(value));
        same(writtenJson(codec, String(value)), { hex }, "a decimal string for any integer");
      }
      const reason = (value: string, hint = "") => ({
        path: "value",
        reason: `expected an integer from ${min} to ${max}, not ${value}${hint}`,
      });
      const n = size >= 8 ? "n" : "";
      same(written(codec, shape(max + 1n)), reason(`${shape(max + 1n)}${n}`));
      same(written(codec, shape(min - 1n)), reason(`${shape(min - 1n)}${n}`));
      same(written(codec, 1.5), reason("1.5"));
      same(written(codec, "1"), reason('"1"'));
      same(written(codec, undefined), reason("undefined"));
      same(written(codec, -0), { hex: "00".repeat(size) });
      for (const text of ["", " 1", "1e3", "0x1", "+1", "1n"])
        same(writtenJson(codec, text), reason(JSON.stringify(text)));
      same(writtenJson(codec, "9".repeat(100)), reason("a string of 100 characters"));
      if (size < 8) same(written(codec, 1n), reason("1n"), "bigint is for 64 bits and more");
      else {
        same(written(codec, 7), written(codec, 7n), "a safe integer is taken for 64 bits");
        same(
          written(codec, 2 ** 53),
          reason("9007199254740992", ": a number so large is not exact, give a bigint"),
        );
        same(
          writtenJson(codec, 2 ** 53),
          reason("9007199254740992", ": a number so large is not exact, give a decimal string"),
        );
      }
    }
});

forAllCodes(
  test,
  "bool: any byte but 0 is true, true is 1, and only booleans are taken",
  ({ make, little }) => {
    for (const size of [1, 2, 4, 8] as const) {
      const codec = make({ kind: "bool", size } as Layout);
      same(read(codec, "02".padStart(size * 2, "0")), true);
      same(read(codec, "00".repeat(size)), false);
      same(written(codec, true), { hex: inOrder("01".padEnd(size * 2, "0"), little) });
      for (const value of [1, 0, "true", 1n, null]) same("path" in written(codec, value), true);
    }
  },
);

forAllCodes(test, "floats: -0, NaN, infinities; JSON has names for them", ({ make, little }) => {
  const f64 = make(layout.f64 as Layout);
  const values: [number, string][] = [
    [Number.NaN, "000000000000f87f"],
    [Number.NEGATIVE_INFINITY, "000000000000f0ff"],
    [-0, "0000000000000080"],
  ];
  for (const [value, bytes] of values) {
    const hex = inOrder(bytes, little);
    same(written(f64, value), { hex });
    same(read(f64, hex), value);
    const name = Object.is(value, -0) ? "-0" : String(value);
    same(readJson(f64, hex), name);
    same(writtenJson(f64, name), { hex });
  }
  same(written(f64, 0.1), { hex: inOrder("9a9999999999b93f", little) });
  const f32 = make(layout.f32 as Layout);
  same(written(f32, 0.1), { hex: inOrder("cdcccc3d", little) });
  same(read(f32, inOrder("cdcccc3d", little)), Math.fround(0.1));
  same(written(f32, 3.4028235e38), { hex: inOrder("ffff7f7f", little) });
  same(written(f32, 1e39), {
    path: "value",
    reason: "expected a number that a float of 4 bytes can hold, not 1e+39",
  });
  same(written(f32, Number.NEGATIVE_INFINITY), { hex: inOrder("000080ff", little) });
  for (const value of ["", " 1", "1.", ".5", "+1", "0x1", "1e", "1n", 1n, null, undefined, "nan"]) {
    same("path" in written(f64, value), true);
    same("path" in writtenJson(f64, value), true, String(value));
  }
});

forAllCodes(test, "floats in JSON may be the text of a number", ({ make }) => {
  const f64 = make(layout.f64 as Layout);
  const f32 = make(layout.f32 as Layout);
  const inside = make(layout.struct({ at: layout.array(layout.f64, 2) }) as Layout);
  for (const value of [
    0, 1, -2.5, 1e15, 1e16, 123456789012345680000, -1e20, 1e21, 5e-324, 1.7976931348623157e308,
  ]) {
    for (const text of [String(value), value.toExponential(), BigInt(Math.trunc(value)).toString()]) {
      const number = Number(text);
      same(writtenJson(f64, text), written(f64, number), text);
      same(writtenJson(inside, { at: [text, 0] }), written(inside, { at: [number, 0] }), text);
      if (Math.abs(number) < 1e38) same(writtenJson(f32, text), written(f32, number), text);
    }
    same("path" in written(f64, String(value)), true, "a string is none in JavaScript's own form");
  }
  same(writtenJson(f64, "-0.0"), written(f64, -0));
  same(writtenJson(f32, "1e39"), {
    path: "value",
    reason: 'expected a number that a float of 4 bytes can hold, not "1e39"',
  });
  same(writtenJson(f64, "1e309"), { path: "value", reason: 'expected a number, not "1e309"' });
  same(writtenJson(f64, "9".repeat(2_000)), {
    path: "value",
    reason: "expected a number, not a string of 2000 characters",
  });
});

const protocol = layout.enum({ TCP: 6, UDP: 17, UDP_TOO: 17 }, { size: 1 }) as Layout as EnumLayout;

forAllCodes(test, "enums by name; the first of a value's names; numbers without one", ({ make }) => {
  const codec = make(protocol as Layout);
  same(read(codec, "11"), "UDP");
  same(read(codec, "05"), 5);
  same(written(codec, "UDP_TOO"), { hex: "11" });
  same(written(codec, 6), { hex: "06" });
  same(writtenJson(codec, "255"), { hex: "ff" });
  same(written(codec, "SCTP"), { path: "value", reason: 'expected one of TCP, UDP, UDP_TOO, not "SCTP"' });
  same(written(codec, "5"), { path: "value", reason: 'expected one of TCP, UDP, UDP_TOO, not "5"' });
  same(written(codec, 256), { path: "value", reason: "expected an integer from 0 to 255, not 256" });
});

forAllCodes(test, "enums of 64 bits, and signed ones", ({ make, little }) => {
  const big = make(layout.enum({ LOW: -1n, HIGH: 2n ** 62n }) as Layout);
  same(read(big, "ff".repeat(8)), "LOW");
  same(written(big, 5n), { hex: inOrder("0500000000000000", little) });
  same(readJson(big, inOrder("0500000000000000", little)), "5");
  const signed = make(layout.enum({ NEGATIVE: -2 }) as Layout);
  same(read(signed, inOrder("feffffff", little)), "NEGATIVE");
  same(read(signed, inOrder("fdffffff", little)), -3);
});

test("two values under one name: the one that is not written by it is a number", () => {
  const twice: Layout = {
    kind: "enum",
    name: "",
    size: 1,
    signed: false,
    values: [
      { name: "A", value: 1 },
      { name: "A", value: 2 },
    ],
  };
  forAllCodes(
    (_, body) => body(),
    "",
    ({ make }) => {
      same(read(make(twice), "01"), "A");
      same(read(make(twice), "02"), 2);
    },
  );
});

forAllCodes(test, "pointers and bytes", ({ make, little }) => {
  const pointer = make(layout.pointer as Layout);
  same(read(pointer, inOrder("0000000000e0ffff", little)), 0xffffe00000000000n);
  const bytes = make(layout.bytes(3) as Layout);
  same(read(bytes, "010203"), Uint8Array.of(1, 2, 3));
  same(readJson(bytes, "01ff03"), "hex:01ff03");
  same(writtenJson(bytes, "hex:01FF03"), { hex: "01ff03" });
  same(written(bytes, Buffer.from([1, 2, 3])), { hex: "010203" });
  same(written(bytes, [1, 2, 3]), {
    path: "value",
    reason: "expected a Uint8Array of 3 bytes, not an array of 3",
  });
  same(writtenJson(bytes, "hex:01"), { path: "value", reason: "expected 6 digits after hex:, not 2" });
  same(writtenJson(bytes, "hex:01020g"), {
    path: "value",
    reason: 'expected hexadecimal digits after hex:, not "hex:01020g"',
  });
  same(writtenJson(bytes, "010203"), {
    path: "value",
    reason: 'expected a string of hex: and 6 digits, not "010203"',
  });
});

test.run();
