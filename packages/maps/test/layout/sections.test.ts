import { readFileSync } from "node:fs";
import { BtfKind, fitBtf, parseBtf, parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../src/codec/byte-view.js";
import { codecOf } from "../../src/codec/codec.js";
import { layoutFromBtf } from "../../src/layout/from-btf.js";
import { written } from "./btf-writer.js";

test("the variables of a section are fields; static ones of one name are told apart", () => {
  const { btf, id } = written((w) => {
    const int = w.int("u32", 4);
    const [a, b, c] = [w.variable("total", int), w.variable("count", int), w.variable("count", int)];
    return w.section(".bss", 16, [
      [a, 0, 4],
      [b, 4, 4],
      [c, 12, 4],
    ]);
  });
  const layout = layoutFromBtf(btf, id);
  assert.equal(codecOf(layout).decode(byteView(new Uint8Array(16).fill(1)), 0), {
    total: 0x01010101,
    count: 0x01010101,
    "count@.bss+12": 0x01010101,
  });
});

test("a variable without a layout, or of another size than its entry, is bytes", () => {
  const { btf, id } = written((w) => {
    const unknown = w.variable("unknown", w.forward("declared"));
    const short = w.variable("short", w.int("u32", 4));
    const good = w.variable("good", w.array(w.int("char", 1), 4));
    return w.section(".data", 20, [
      [unknown, 0, 8],
      [short, 8, 8],
      [good, 16, 4],
    ]);
  });
  const layout = layoutFromBtf(btf, id);
  assert.equal(layout.kind === "struct" && layout.fields.map(({ layout }) => layout), [
    { kind: "bytes", size: 8 },
    { kind: "bytes", size: 8 },
    { kind: "string", size: 4 },
  ]);
});

test("of a real object: what clang put into .data and .rodata", () => {
  const path = new URL("../../../../testdata/objects/le/data-sections.o", import.meta.url);
  const object = parseObject(readFileSync(path), { name: "data-sections" });
  const btf = parseBtf(fitBtf(object)!);
  let sections = 0;
  for (const id of btf.idsOf(BtfKind.DATASEC)) {
    const map = [...object.maps.values()].find(({ valueTypeId }) => valueTypeId === id);
    if (map === undefined) continue;
    const layout = layoutFromBtf(btf, id);
    assert.is(layout.kind === "struct" && layout.size, map.valueSize, btf.nameOf(id));
    sections++;
  }
  assert.ok(sections >= 2, `${sections} sections`);
});

test.run();
