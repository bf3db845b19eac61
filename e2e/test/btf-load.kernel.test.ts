/** The running kernel takes the fitted BTF of every object, and none that is not fitted where it would matter. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BtfFeatures, BtfKind, fitBtf, oldestBtfFeatures, parseBtf, parseObject } from "@bpf/elf";
import { BpfError, btfBytes, btfInfo, btfLoad } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { kernelAtLeast } from "../src/kernel-version.js";
import { littleEndian, objectsIn } from "../src/objects.js";

const current: BtfFeatures = {
  float: kernelAtLeast("5.13"),
  declTag: kernelAtLeast("5.16"),
  typeTag: kernelAtLeast("5.17"),
  enum64: kernelAtLeast("6.0"),
  sectionNames: kernelAtLeast("6.11"),
};
/** Objects of loaders' tests: those of the other byte order, and one that cannot be parsed, left out. */
const others = ["../core", "../load"]
  .flatMap((directory) => objectsIn(join(littleEndian, directory)))
  .filter((path) => !/-be\.o$|load-bad-map-static/.test(path));
const objects = [...objectsIn(littleEndian), ...others, join(littleEndian, "../btf/kinds-le.o")];

const test = suite("BPF_BTF_LOAD");

const withBtf = objects
  .map((path) => ({ path, spec: parseObject(readFileSync(path)) }))
  .filter(({ spec }) => spec.btf !== undefined);

function loads(bytes: Uint8Array, path: string): void {
  try {
    using fd = btfLoad(bytes);
    assert.is(btfInfo(fd).kernelBtf, false);
    assert.equal(Buffer.from(btfBytes(fd)), Buffer.from(bytes), path);
  } catch (error) {
    if (!BpfError.is(error)) throw error;
    throw new Error(`${path}: ${error.message}\n${(error as { log?: string }).log ?? ""}`, { cause: error });
  }
}

test("takes every object's BTF, fitted for this kernel", () => {
  assert.ok(withBtf.length > 50, `${withBtf.length} objects`);
  for (const { path, spec } of withBtf) loads(fitBtf(spec, current)!, path);
});

test("takes what is fitted for the oldest kernel with BTF", () => {
  for (const { path, spec } of withBtf) loads(fitBtf(spec, oldestBtfFeatures)!, path);
});

test("takes BTF with each kind replaced alone", () => {
  const { path, spec } = withBtf.at(-1)!;
  assert.match(path, /kinds-le/);
  const alone: BtfFeatures[] = [
    ...[{ float: false }, { declTag: false }, { typeTag: false }, { enum64: false }],
    ...[
      { func: "static" } as const,
      { func: "none", declTag: false } as const,
      { datasec: false, declTag: false },
    ],
  ];
  for (const features of alone) loads(fitBtf(spec, { ...current, ...features })!, JSON.stringify(features));
});

test("refuses the same BTF as clang wrote it, wherever it has a section", () => {
  for (const { path, spec } of withBtf) {
    const btf = spec.btf!;
    if (!Array.from(btf).some((type) => type.kind === BtfKind.DATASEC)) continue;
    try {
      btfLoad(btf.bytes).close();
    } catch (error) {
      if (!BpfError.is(error)) throw error;
      assert.is(error.code, "EINVAL", path);
      continue;
    }
    assert.unreachable(`${path}: taken as it was`);
  }
});

/** BTF written by hand, with what no C compiler here writes: ENUM64, names that only Rust gives, odd sections. */
function handMade(): Uint8Array {
  const strings = "\0int\0big\0TOP\0Option<u32>\0&u8\0v\0?maps/my map\0";
  const at = (name: string) => strings.indexOf(`\0${name}\0`) + 1;
  const info = (kind: number, length = 0) => (kind << 24) | length;
  const words = [
    ...[at("int"), info(BtfKind.INT), 4, 32],
    ...[at("big"), info(BtfKind.ENUM64, 1), 8, at("TOP"), 0, 1],
    ...[at("Option<u32>"), info(BtfKind.STRUCT), 4],
    ...[at("&u8"), info(BtfKind.PTR), 1],
    ...[at("v"), info(BtfKind.VAR), 1, 1],
    ...[at("?maps/my map"), info(BtfKind.DATASEC, 1), 4, 5, 0, 4],
  ];
  const header = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, strings.length];
  return Buffer.concat([Buffer.from(Uint32Array.from([...header, ...words]).buffer), Buffer.from(strings)]);
}

test("takes ENUM64 and odd names, fitted", () => {
  const bytes = handMade();
  const object = { bytes: readFileSync(objects[0]!), btf: parseBtf(bytes) };
  assert.throws(
    () => btfLoad(bytes, { log: false }),
    (error: unknown) => BpfError.is(error),
  );
  loads(fitBtf(object, current)!, "by hand");
  loads(fitBtf(object, { ...current, enum64: false })!, "by hand, without ENUM64");
  loads(fitBtf(object, oldestBtfFeatures)!, "by hand, for the oldest");
});

test.run();
