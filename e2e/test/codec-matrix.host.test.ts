/**
 * Types of every kind, fixed and random ones: clang makes BTF of them, the machine's compiler a program. What
 * C reads from random bytes our codecs read, and what C stores our codecs write, bit for bit.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BtfKind, parseObject } from "@bpf/elf";
import { byteView, type Codec, codecOf, exactJson, layoutFromBtf } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { objectSource, programSource } from "../src/c-types/c-program.js";
import type { CType } from "../src/c-types/c-type.js";
import { fixedTypes } from "../src/c-types/fixed-types.js";
import { RandomCTypes } from "../src/c-types/random-c-type.js";
import { randomValue } from "../src/c-types/random-value.js";
import { wordsOf } from "../src/c-types/words.js";
import { Random } from "../src/random.js";

const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
const randomTypes = 60;
const valuesEach = 40;

const test = suite(`codecs against C, BPF_MUTATION_SEED=${seed}`);
const random = new Random(seed);
const makeTypes = new RandomCTypes(random);
const types: readonly CType[] = [
  ...fixedTypes,
  ...Array.from({ length: randomTypes }, (_, i) => makeTypes.aggregate(3, i % 5 === 4 ? "union" : "struct")),
];

const directory = mkdtempSync(join(tmpdir(), "codec-matrix-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
const program = join(directory, "program");
let codecs: readonly Codec[] = [];

test.before(() => {
  console.log(`BPF_MUTATION_SEED=${seed}`);
  const [object, source] = [join(directory, "object"), join(directory, "source.c")];
  writeFileSync(source, objectSource(types));
  execFileSync("clang", ["-target", "bpf", "-g", "-O1", "-w", "-c", source, "-o", object]);
  writeFileSync(source, programSource(types));
  const native = fileURLToPath(new URL("../native", import.meta.url));
  execFileSync("cc", [
    "-w",
    "-O1",
    "-fno-strict-aliasing",
    "-Wno-packed-bitfield-compat",
    "-I",
    native,
    source,
    "-o",
    program,
  ]);
  const btf = parseObject(readFileSync(object)).btf!;
  codecs = types.map((_, i) => codecOf(layoutFromBtf(btf, btf.find(`v${i}`, BtfKind.VAR)!.id)));
});

/** The program's answers. */
function ask(commands: readonly string[]): string[] {
  const text = execFileSync(program, { input: commands.join("\n"), encoding: "utf8", maxBuffer: 2 ** 28 });
  const lines = text.split("\n").slice(0, -1);
  assert.is(lines.length, commands.length);
  return lines;
}

test("sizes", () => {
  const sizes = ask(types.map((_, i) => `size ${i}`)).map(Number);
  assert.equal(
    codecs.map(({ size }) => size),
    sizes,
  );
});

test("C and we read the same from the same bytes", () => {
  const values = codecs.flatMap((codec, i) =>
    Array.from({ length: valuesEach }, () => ({ codec, i, bytes: randomBytes(codec.size) })),
  );
  const answers = ask(values.map(({ i, bytes }) => `print ${i} t${bytes.toString("hex")}`));
  for (const [n, { codec, i, bytes }] of values.entries()) {
    const words = wordsOf(types[i]!, codec.decode(byteView(bytes), 0));
    if (words.join(" ") !== answers[n]!.trim())
      assert.is(
        words.join(" "),
        answers[n]!.trim(),
        `type ${i}, bytes ${bytes.toString("hex")}\n${objectSource([types[i]!])}`,
      );
  }
  console.log(`${values.length} values of ${types.length} types read`);
});

test("C stores what we write, padding and all", () => {
  const values = codecs.flatMap((codec, i) =>
    Array.from({ length: valuesEach }, () => ({ codec, i, ...randomValue(types[i]!, random) })),
  );
  const answers = ask(values.map(({ i, words }) => `fill ${i} ${words.join(" ")}`));
  let hex = 0;
  for (const [n, { codec, i, value }] of values.entries()) {
    const bytes = Buffer.alloc(codec.size, 0xa5);
    codec.encode(value, byteView(bytes), 0, "value");
    if (bytes.toString("hex") !== answers[n])
      assert.is(bytes.toString("hex"), answers[n], `type ${i}\n${objectSource([types[i]!])}`);
    const json = exactJson(codec, byteView(bytes), 0);
    if (typeof json === "string" && json.startsWith("hex:")) hex++;
    const again = Buffer.alloc(codec.size, 0xa5);
    codec.fromJson(json, byteView(again), 0, "value");
    assert.is(again.toString("hex"), answers[n], `type ${i}, through JSON`);
  }
  // Only unions that two members read in ways that lose something.
  assert.ok(hex < values.length / 50, `${hex} of ${values.length} values have no JSON but their bytes`);
  console.log(`${values.length} values of ${types.length} types written`);
});

/** Of a quarter of them every byte is an extreme. */
function randomBytes(size: number): Buffer {
  const bytes = Buffer.from(random.bytes(size));
  if (random.below(4) === 0)
    for (let i = 0; i < size; i++) bytes[i] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)]!;
  return bytes;
}

test.run();
