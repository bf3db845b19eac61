/** Every type of every object and of the running kernel, against bpftool's reading of the same bytes. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Btf, BtfKind, parseBtf, parseObject } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asBpftool } from "../src/btf-as-bpftool.js";
import { bigEndian, examples, littleEndian, objectsIn } from "../src/objects.js";

const vmlinux = "/sys/kernel/btf/vmlinux";
const kinds = objectsIn(join(littleEndian, "../btf"));

const test = suite("BTF against bpftool");

interface BpftoolType {
  id: number;
  kind: string;
  name: string;
  [field: string]: unknown;
}

/** bpftool's types; numbers of enums stay text, since JSON.parse would round those of 64 bits. */
function bpftoolTypes(path: string): BpftoolType[] {
  const args = ["btf", "dump", "file", path, "format", "raw", "-j"];
  const text = execFileSync("bpftool", args, { encoding: "utf8", maxBuffer: 2 ** 30 });
  return JSON.parse(text.replace(/"val":(-?\d+)/g, '"val":"$1"')).types;
}

/** Compares all types and returns the kinds met. */
function compare(btf: Btf, path: string): Set<string> {
  const theirs = bpftoolTypes(path);
  const met = new Set<string>();
  assert.is(btf.typeCount - btf.firstId, theirs.length, path);
  for (const [i, type] of theirs.entries()) {
    const ours = asBpftool(btf, btf.type(btf.firstId + i));
    if (JSON.stringify(ours) !== JSON.stringify(type)) assert.equal(ours, type, `${path}: type ${type.id}`);
    met.add(type.kind);
  }
  return met;
}

test("every object with BTF, in both byte orders", () => {
  let compared = 0;
  const paths = [...objectsIn(littleEndian), ...objectsIn(bigEndian), ...objectsIn(examples), ...kinds];
  for (const path of paths) {
    const { btf } = parseObject(readFileSync(path));
    if (btf === undefined) continue;
    compare(btf, path);
    compared++;
  }
  assert.ok(compared > 100, `${compared} objects`);
});

test("an object with all kinds that its compiler writes", () => {
  assert.is(kinds.length, 2);
  for (const path of kinds) {
    const met = compare(parseObject(readFileSync(path)).btf!, path);
    const missing = Object.keys(BtfKind).filter((kind) => !met.has(kind));
    assert.equal(missing, ["UNKN", "ENUM64"], path);
  }
});

test("the running kernel's BTF, and names found in it", () => {
  const btf = parseBtf(readFileSync(vmlinux));
  const met = compare(btf, vmlinux);
  assert.ok(met.size > 12, [...met].join());
  for (let round = 0; round < 12; round++) {
    for (const [name, kind] of [
      ["task_struct", BtfKind.STRUCT],
      ["bpf_map_type", BtfKind.ENUM],
      ["u64", BtfKind.TYPEDEF],
    ] as const) {
      const found = btf.findAll(name, kind);
      const expected = Array.from(btf).filter((type) => type.name === name && type.kind === kind);
      assert.equal(found, expected, name);
      assert.ok(found.length > 0, name);
      if (round > 0 && round < 11) break;
    }
  }
});

test.run();
