/**
 * Both byte orders: clang lays out initialized variables for a little and for a big endian BPF machine, and
 * what it writes in their data section is what our codecs write, and read. Big endian codecs are inside of
 * @bpf/maps only, and taken from there.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BtfKind, parseObject } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byteView } from "../../packages/maps/src/codec/byte-view.js";
import { makeCodec } from "../../packages/maps/src/codec/make-codec.js";
import { layoutFromBtf } from "../../packages/maps/src/layout/from-btf.js";
import { type CType, declare, definitions } from "../src/c-types/c-type.js";
import { fixedTypes } from "../src/c-types/fixed-types.js";
import { initializer } from "../src/c-types/initializer.js";
import { RandomCTypes } from "../src/c-types/random-c-type.js";
import { randomValue } from "../src/c-types/random-value.js";
import { prelude } from "../src/c-types/scalars.js";
import { wordsOf } from "../src/c-types/words.js";
import { readSection, readSymbols } from "../src/llvm.js";
import { Random } from "../src/random.js";

const seed = Number(process.env.BPF_MUTATION_SEED ?? Math.floor(Math.random() * 2 ** 32));
const valuesEach = 8;

const test = suite(`byte orders, BPF_MUTATION_SEED=${seed}`);
const random = new Random(seed);
const makeTypes = new RandomCTypes(random);
const types: readonly CType[] = [...fixedTypes, ...Array.from({ length: 40 }, () => makeTypes.aggregate(3))];
const values = types.map((type) => Array.from({ length: valuesEach }, () => randomValue(type, random).value));

const directory = mkdtempSync(join(tmpdir(), "codec-byte-orders-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));

/** A variable for each value. */
function source(): string {
  const done = new Set<string>();
  const variables = types.map((type, i) => {
    const lines = values[i]!.map(
      (value, n) => `${declare(type, `v${i}_${n}`)} = ${initializer(type, value)};\n`,
    );
    return `${definitions(type, done)}${lines.join("")}`;
  });
  return `${prelude}\n${variables.join("")}`;
}

for (const [target, little] of [
  ["bpfel", true],
  ["bpfeb", false],
] as const)
  test(target, () => {
    console.log(`BPF_MUTATION_SEED=${seed}`);
    const [object, file] = [join(directory, target), join(directory, "source.c")];
    writeFileSync(file, source());
    const flags = ["-g", "-O1", "-w", "-fno-zero-initialized-in-bss", "-c"];
    execFileSync("clang", ["-target", target, ...flags, file, "-o", object]);
    const btf = parseObject(readFileSync(object)).btf!;
    const symbols = new Map(readSymbols(object).map((symbol) => [symbol.name, symbol]));
    // A variable with a const inside is in .rodata.
    const sections = new Map([".data", ".rodata"].map((name) => [name, byteView(readSection(object, name))]));
    for (const [i, type] of types.entries()) {
      const layout = layoutFromBtf(btf, btf.find(`v${i}_0`, BtfKind.VAR)!.id);
      const codec = makeCodec(layout, { little, generate: true });
      for (const [n, value] of values[i]!.entries()) {
        const { value: at, section } = symbols.get(`v${i}_${n}`)!;
        const data = sections.get(section)!;
        const wanted = Buffer.from(data.u8.subarray(at, at + codec.size)).toString("hex");
        const bytes = Buffer.alloc(codec.size, 0xa5);
        codec.encode(value, byteView(bytes), 0, "value");
        const what = `${initializer(type, value)}\n${definitions(type, new Set())}${declare(type, "v")}`;
        if (bytes.toString("hex") !== wanted) assert.is(bytes.toString("hex"), wanted, what);
        const again = wordsOf(type, codec.decode(data, at)).join(" ");
        assert.is(again, wordsOf(type, codec.decode(byteView(bytes), 0)).join(" "), what);
      }
    }
    console.log(`${types.length * valuesEach} values of ${types.length} types`);
  });

test.run();
