import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { BtfKind, parseBtf, parseObject } from "@bpf/elf";
import { mapCreate } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lineText } from "../../src/disassemble/disassemble.js";
import { disassembleProgram } from "../../src/disassemble/disassemble-program.js";
import { helperName, helperNumber } from "../../src/disassemble/helper-names.js";
import { LoadError } from "../../src/errors.js";
import { loadObject } from "../../src/load/load-object.js";

const hasBpftool = spawnSync("bpftool", ["version"]).error === undefined;
const kernelBtf = parseBtf(readFileSync("/sys/kernel/btf/vmlinux"));

const testObject = (name: string) =>
  parseObject(readFileSync(new URL(`../../../../testdata/objects/load/${name}.o`, import.meta.url)), {
    name,
  });

/** One listing as lines: functions, lines of C and instructions. */
type Listing = string[];

/** bpftool's, without what it says of itself: tags of functions, types of their parameters. */
const bpftoolListing = (id: number): Listing =>
  execFileSync("bpftool", ["prog", "dump", "xlated", "id", String(id), "linum"], { encoding: "utf8" })
    .trimEnd()
    .split("\n")
    .filter((line) => !/^; .*line_num:0 /.test(line))
    .map((line) => line.replace(/#bpf_prog_[0-9a-f]{16}_(\w+)$/, "#$1"))
    .map((line) => line.replace(/^\w.*?(\w+)\(.*\):$/, "$1:"));

const ourListing = (lines: ReturnType<typeof disassembleProgram>["lines"]): Listing =>
  lines.flatMap((line) => [
    ...(line.function === undefined ? [] : [`${line.function}:`]),
    ...(line.source === undefined
      ? []
      : [
          `; ${line.source.text} [file:${line.source.file} line_num:${line.source.line} line_col:${line.source.column}]`,
        ]),
    // bpftool does not name the function of a callback.
    lineText(line).replace(/(subprog\[.*\])#\w+$/, "$1"),
  ]);

for (const [name, ...programs] of [
  ["load-calls", "calls_global", "calls_chain"],
  ["load-callbacks"],
  ["load-data"],
  ["load-tail-calls"],
  ["load-reads-kernel"],
] as const) {
  test(`programs of ${name} read as bpftool has them`, () => {
    if (!hasBpftool) {
      console.log(`# skip programs of ${name}: bpftool is not installed`);
      return;
    }
    using open = loadObject(testObject(name));
    const chosen = [...open.programs.values()].filter(
      (program) => programs.length === 0 || (programs as readonly string[]).includes(program.name),
    );
    assert.ok(chosen.length > 0);
    for (const program of chosen.slice(0, 3)) {
      const listing = disassembleProgram(program, { kernelBtf });
      assert.equal(ourListing(listing.lines), bpftoolListing(program.id));
      assert.is(listing.length, (listing.lines.at(-1)!.index + 1) * 8);
      assert.match(listing.tag, /^[0-9a-f]{16}$/);
    }
  });
}

test("functions of the kernel are named by its types", () => {
  using open = loadObject(testObject("load-kfunc"));
  const [program] = open.programs.values();
  const { lines } = disassembleProgram(program!, { kernelBtf });
  const called = lines.flatMap(({ text }) => /^call (\w+)#(\d+)$/.exec(text)?.slice(1, 3) ?? []);
  assert.ok(called.length > 0, "it calls some");
  for (let i = 0; i < called.length; i += 2) assert.ok(called[i] !== "unknown", called.join());
});

test("names and numbers of helpers are the kernel's", () => {
  const ids = kernelBtf.find("bpf_func_id", BtfKind.ENUM)!;
  const known = ids.values.filter(({ name }) => /^BPF_FUNC_(?!unspec)/.test(name));
  assert.ok(known.length > 200, `${known.length}`);
  for (const { name, value } of known) {
    const ours = name.replace("BPF_FUNC_", "bpf_");
    assert.is(helperName(value), ours);
    assert.is(helperNumber(ours), value);
  }
  assert.is(helperName(0), undefined);
  assert.is(helperName(212), undefined);
  assert.is(helperNumber("bpf_unspec"), undefined);
});

test("what is no program is refused with its kind", () => {
  using map = mapCreate({ type: 2, keySize: 4, valueSize: 4, maxEntries: 1 });
  try {
    disassembleProgram(map);
    assert.unreachable();
  } catch (error) {
    assert.ok(LoadError.is(error), String(error));
    assert.is(error.code, "ERR_PROGRAM_KIND");
    assert.match(error.message, /kind "map"/);
  }
});

test.run();
