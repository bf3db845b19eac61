import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseObject } from "@bpf/elf";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { disassemble } from "../../src/disassemble/disassemble.js";

const source = fileURLToPath(new URL("isa.bpf.c", import.meta.url));
const missing = ["clang", "llvm-objdump"].find((tool) => spawnSync(tool, ["--version"]).error !== undefined);

/** In llvm-objdump's words: clang 14 knows no name of a helper, and writes all numbers in decimal. */
const inWordsOfLlvm = (text: string): string =>
  text
    .replace(/\((r\d+) ([+-])(\d+)\)/g, "($1 $2 $3)")
    .replace(/goto pc/, "goto ")
    .replace(/call pc([+-]\d+)/, (_, distance: string) => `call ${Number(distance)}`)
    .replace(/call \w+#(-?\d+)/, "call $1")
    .replace(/(if .* )0x([0-9a-f]+) goto/, (_, before: string, hex: string) => {
      return `${before}${BigInt.asIntN(32, BigInt(`0x${hex}`))} goto`;
    })
    .replace(/^(r\d+) = 0x([0-9a-f]+)$/, (_, register: string, hex: string) => {
      return `${register} = ${BigInt.asIntN(64, BigInt(`0x${hex}`))} ll`;
    })
    // Exchanges are written without "atomic", and without their type.
    .replace(/atomic(64)?_((cmp)?xchg)\(\(u\d+ \*\)\((.*?)\)/, "$2($4")
    .replace(/atomic(64)?_/, "atomic_");

/** Loads and stores name the lower half of a register where the object is made for such; the opcodes are the same. */
const ofLlvm = (text: string): string => {
  const bare = text.replace(/ <\w+>$/, "").replace(/xchg(32)?_\d+\(/, "xchg(");
  return /\(u\d+ \*\)|xchg/.test(bare) ? bare.replace(/\bw(?=\d)/g, "r") : bare;
};

/** Texts by section, as llvm-objdump -d lists them. */
function listing(object: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let section: string[] = [];
  for (const line of execFileSync("llvm-objdump", ["-d", "--mattr=+alu32", "--no-show-raw-insn", object], {
    encoding: "utf8",
  }).split("\n")) {
    const name = /^Disassembly of section (.*):$/.exec(line)?.[1];
    if (name !== undefined) {
      section = [];
      found.set(name, section);
    }
    const text = /^\s+\d+:\t(.*)$/.exec(line)?.[1];
    if (text !== undefined) section.push(ofLlvm(text));
  }
  return found;
}

for (const [cpu, ...flags] of [["v1"], ["v2"], ["v3", "-DATOMICS"]] as const) {
  test(`code for ${cpu} reads as llvm-objdump has it`, () => {
    if (missing !== undefined) {
      console.log(`# skip code for ${cpu}: ${missing} is not installed`);
      return;
    }
    const directory = mkdtempSync(join(tmpdir(), "bpf-isa-"));
    try {
      const object = join(directory, "isa.o");
      execFileSync("clang", ["-O2", "-target", "bpf", `-mcpu=${cpu}`, ...flags, "-c", source, "-o", object]);
      const expected = listing(object);
      const { programs } = parseObject(readFileSync(object), {});
      const inOrder = [...programs.values()].sort((a, b) => a.sectionOffset - b.sectionOffset);
      for (const [section, lines] of expected) {
        const texts = inOrder
          .filter((program) => program.section === section)
          .flatMap(({ instructions }) =>
            [...disassemble(instructions)].map(({ text }) => inWordsOfLlvm(text)),
          );
        assert.equal(texts, lines, section);
      }
      assert.ok([...expected.values()].flat().length > 100, "there is something to compare");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

test.run();
