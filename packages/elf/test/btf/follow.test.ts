import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBtf } from "../../src/btf/btf.js";
import { info, int, madeBtf } from "./made-btf.js";
import { refusesBtf } from "./refuses.js";

const test = suite("follow");

test("resolve strips typedefs, qualifiers and type tags, nothing else", () => {
  const btf = parseBtf(
    madeBtf({
      types: (s) => [
        ...int(s("int")),
        ...[s("a"), info(8), 3],
        ...[0, info(9), 4],
        ...[0, info(10), 5],
        ...[0, info(11), 6],
        ...[s("user"), info(18), 1],
        ...[0, info(2), 2],
        ...[0, info(10), 0],
      ],
    }),
  );
  for (const id of [1, 2, 3, 4, 5, 6]) assert.is(btf.resolve(id).id, 1);
  assert.is(btf.resolve(7).id, 7, "a pointer stays");
  assert.is(btf.resolve(8).id, 0, "const void");
  assert.is(btf.sizeOf(2), 4);
});

test("sizes", () => {
  const btf = parseBtf(
    madeBtf({
      types: (s) => [
        ...int(s("int")),
        ...[0, info(2), 0],
        ...[0, info(3), 0, 1, 1, 6],
        ...[0, info(3), 0, 3, 1, 7],
        ...[0, info(3), 0, 2, 1, 0],
        ...[s("s"), info(4), 12],
        ...[s("e"), info(6), 1],
        ...[s("f"), info(16), 16],
        ...[s("v"), info(14), 4, 0],
        ...[s(".bss"), info(15), 77],
      ],
    }),
  );
  const sizes = [4, 8, 24, 168, 0, 12, 1, 16, 168, 77];
  sizes.forEach((size, i) => {
    assert.is(btf.sizeOf(i + 1), size, `type ${i + 1}`);
  });
});

test("types without a size, and sizes of 4 GB and more, are refused", () => {
  const btf = parseBtf(
    madeBtf({
      types: (s) => [
        ...[s("f"), info(7), 0],
        ...[0, info(13), 0],
        ...[s("g"), info(12), 2],
        ...[0, info(3), 0, 5, 5, 0x20000000],
        ...[0, info(2), 0],
        ...[0, info(3), 0, 5, 5, 0x1fffffff],
        ...[0, info(3), 0, 6, 5, 0xffffffff],
      ],
    }),
  );
  for (const id of [0, 1, 2, 3]) refusesBtf(() => btf.sizeOf(id), /no size/);
  refusesBtf(() => btf.sizeOf(4), /type 4 is larger than 4 GB/);
  assert.is(btf.sizeOf(6), 0xfffffff8);
  refusesBtf(() => btf.sizeOf(7), /larger than 4 GB/);
});

test("loops and long chains end", () => {
  const btf = parseBtf(
    madeBtf({
      types: (s) => [
        ...[s("self"), info(8), 1],
        ...[s("a"), info(8), 3],
        ...[0, info(10), 2],
        ...[0, info(3), 0, 4, 4, 1],
        ...[s("far"), info(8), 99],
      ],
    }),
  );
  for (const id of [1, 2, 3]) {
    refusesBtf(() => btf.resolve(id), /back to itself/);
    refusesBtf(() => btf.sizeOf(id), /back to itself/);
  }
  assert.is(btf.resolve(4).id, 4);
  refusesBtf(() => btf.sizeOf(4), /back to itself/);
  refusesBtf(() => btf.resolve(5), /no type 99; the last is 5/);
  refusesBtf(() => btf.sizeOf(5), /no type 99/);

  const chain = (length: number) =>
    parseBtf(
      madeBtf({
        types: (s) => [
          ...int(s("int")),
          ...Array.from({ length }, (_, i) => [s("t"), info(8), i + 1]).flat(),
        ],
      }),
    );
  assert.is(chain(31).resolve(32).name, "int");
  refusesBtf(() => chain(33).resolve(34), /over 32 types/);
});

test.run();
