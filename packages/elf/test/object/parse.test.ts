import { test } from "uvu";
import * as assert from "uvu/assert";
import { ParseError, parseObject } from "../../src/index.js";
import { legacyObject, thrown, words, writeElf } from "../elf-writer.js";
import { readObject } from "../objects.js";

const text = (value: string) => new TextEncoder().encode(value);

for (const order of ["le", "be"])
  test(`pinmap, the BTF example (${order})`, () => {
    const bytes = readObject(`${order}/pinmap`);
    const spec = parseObject(bytes, { name: "pinmap" });
    assert.is(spec.name, "pinmap");
    assert.is(spec.bytes, bytes);
    assert.is(spec.byteOrder, order === "le" ? "little" : "big");
    assert.is(spec.license, "GPL");
    assert.is("version" in spec, false);
    assert.equal([...spec.maps.keys()], ["pinmap"]);
    const { keyTypeId, valueTypeId, ...map } = spec.maps.get("pinmap")!;
    assert.equal(map, {
      name: "pinmap",
      symbol: "pinmap",
      section: ".maps",
      definition: "btf",
      type: 2,
      keySize: 4,
      valueSize: 8,
      maxEntries: 1,
      flags: 0,
      mapExtra: 0n,
      pinning: "by-name",
      tags: [],
    });
    assert.equal([spec.btf!.sizeOf(keyTypeId!), spec.btf!.sizeOf(valueTypeId!)], [4, 8]);
    // .BTF.ext begins with BTF's magic in the object's byte order.
    assert.equal([...spec.btfExt!.subarray(0, 2)], order === "le" ? [0x9f, 0xeb] : [0xeb, 0x9f]);
    assert.equal(spec.warnings, []);
  });

test("an object of nothing but a section table is empty, and unnamed without a name", () => {
  const spec = parseObject(writeElf({}));
  assert.equal([spec.name, spec.license, spec.maps.size, spec.programs.size], ["", "", 0, 0]);
  assert.equal(["btf" in spec, "btfExt" in spec, "version" in spec], [false, false, false]);
});

test("license up to its NUL; version in the object's byte order", () => {
  for (const big of [false, true]) {
    const sections = [
      { name: "license", data: text("Dual MIT/GPL\0junk") },
      { name: "version", data: words([0x60102], big) },
    ];
    const { license, version } = parseObject(writeElf({ big, sections }));
    assert.equal([license, version], ["Dual MIT/GPL", 0x60102]);
  }
  assert.is(parseObject(writeElf({ sections: [{ name: "license", data: text("MIT") }] })).license, "MIT");
  const error = thrown(() => parseObject(writeElf({ sections: [{ name: "version", data: text("6.1") }] })));
  assert.equal([error.code, error.section, error.offset], ["ERR_ELF_MALFORMED", "version", 64]);
});

test("a .maps section without .BTF is not passed over", () => {
  const error = thrown(() =>
    parseObject(writeElf({ sections: [{ name: ".maps", data: new Uint8Array(8) }] })),
  );
  assert.equal([error.code, error.section, error.offset], ["ERR_MAP_DEFINITION", ".maps", 64]);
  assert.is(parseObject(writeElf({ sections: [{ name: ".maps" }] })).maps.size, 0);
});

test("faults of BTF name the section and count from the start of the file", () => {
  const sections = [
    { name: "license", data: text("GPL\0") },
    { name: ".BTF", data: words([1, 2, 3, 4, 5, 6]) },
  ];
  const error = thrown(() => parseObject(writeElf({ sections })));
  assert.equal([error.code, error.section], ["ERR_BTF_MALFORMED", ".BTF"]);
  assert.ok(error.offset! >= 72 && error.offset! <= 96, `${error.offset}`);
});

test("BTF of the other byte order is refused", () => {
  const little = parseObject(readObject("le/pinmap")).btf!;
  const error = thrown(() =>
    parseObject(writeElf({ big: true, sections: [{ name: ".BTF", data: little.bytes }] })),
  );
  assert.equal([error.code, error.section], ["ERR_BTF_MALFORMED", ".BTF"]);
});

test("names may not repeat between traditions", () => {
  const bytes = legacyObject("maps/.data", [{ symbol: "x", bytes: words([1, 4, 4, 1, 0]) }]);
  assert.is(parseObject(bytes).maps.size, 1);
  const both = writeElf({
    sections: [
      { name: "maps/.data", data: words([1, 4, 4, 1, 0]) },
      { name: ".data", data: words([1]) },
    ],
  });
  const error = thrown(() => parseObject(both));
  assert.equal([error.code, error.section, error.symbol], ["ERR_MAP_DUPLICATE", ".data", ".data"]);
  assert.is(parseObject(both, { name: "o" }).maps.size, 2);
});

test("what is no Uint8Array is the caller's mistake", () => {
  for (const value of ["text", undefined, null, [1, 2], new ArrayBuffer(64)]) {
    const error = thrown(() => parseObject(value as unknown as Uint8Array));
    assert.instance(error, TypeError);
    assert.is(ParseError.is(error), false);
  }
});

test("so is a layout that there is not", () => {
  for (const layout of ["bcc", "toString", ""]) {
    const error = thrown(() => parseObject(writeElf({}), { layout: layout as "aya" }));
    assert.instance(error, TypeError);
  }
});

test("errors of another copy of the package are recognised", () => {
  const error = thrown(() => parseObject(new Uint8Array()));
  assert.instance(error, ParseError);
  assert.ok(ParseError.is(error));
  assert.ok(ParseError.is({ [Symbol.for("@bpf/elf.ParseError")]: true }));
  assert.is(ParseError.is(new Error("other")), false);
});

test.run();
