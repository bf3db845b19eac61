import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { loadObject as loadPrograms } from "@bpf/loader";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { progGroup } from "../../../src/help/prog-group.js";
import { exampleObject, loadObject } from "../../objects.js";
import { runLine } from "../../support.js";

const root = "/sys/fs/bpf";

/** An Ethernet header, and a byte behind it. */
const packet = "ffffffffffff00000000000088b5aa";

const json = async (...argv: string[]) => {
  const outcome = await runLine([...argv, "--json"]);
  assert.is(outcome.code, 0, outcome.stderr);
  return outcome.document();
};

const prog = suite("prog run, prog dump");

prog.before(async () => {
  await json("load", exampleObject("pinmap"), "--programs", "p");
  await json("load", loadObject("load-calls"), "--programs", "calls");
  mkdirSync(`${root}/d`);
});
prog.after(() => {
  for (const name of ["p", "pinmap", "calls", "d"])
    rmSync(`${root}/${name}`, { recursive: true, force: true });
});

prog("a program is run as often as asked, and changes its map", async () => {
  const value = async () => Number((await json("map", "get", "pinmap", "0")).value);
  const before = await value();
  const report = await json("prog", "run", "p/count", "--data", `hex:${packet}`);
  assert.equal(Object.keys(report), ["returnValue", "durationNs", "data", "context"]);
  assert.is(report.returnValue, 0);
  assert.is(await value(), before + 1);
  await json("prog", "run", "p/count", "--data", `hex:${packet}`, "--repeat", "10");
  assert.is(await value(), before + 11);
});

prog("what it returned, and the packet as it left it", async () => {
  const argv = ["prog", "run", "calls/calls_nothing", "--data", `hex:${packet}`];
  const { durationNs, ...rest } = await json(...argv);
  assert.equal(rest, { returnValue: 7, data: `hex:${packet}`, context: null });
  assert.ok(Number.isInteger(durationNs));
  const forPeople = (await runLine(argv)).stdout;
  assert.match(forPeople, new RegExp(`^returned {2}7\nduration {2}\\d+ ns\ndata {6}hex:${packet}\n`));
});

prog("a context goes in and comes out", async () => {
  // struct __sk_buff: `mark` is its third word; `len` and others may not be set.
  const context = Buffer.alloc(192);
  context.writeUInt32LE(7, 8);
  const argv = ["--data", `hex:${packet}`, "--context", `hex:${context.toString("hex")}`];
  const report = await json("prog", "run", "p/count", ...argv);
  assert.match(report.context, /^hex:[0-9a-f]{8}[0-9a-f]{8}07000000/);
});

prog("a program that takes a context alone", async () => {
  const object = parseObject(readFileSync(loadObject("load-types")), { name: "load-types" });
  const chosen = [...object.programs.keys()].map((name) => [name, name === "t_raw_tp"] as const);
  loadPrograms(object, { autoload: Object.fromEntries(chosen), pinPrograms: "d" }).close();
  // Two arguments of 8 bytes; not even a --repeat of 1 is taken beside them.
  const argv = ["prog", "run", "d/t_raw_tp", "--context", `hex:${"00".repeat(16)}`];
  assert.equal(await json(...argv), { returnValue: 0, durationNs: 0, data: null, context: null });
  assert.is((await runLine([...argv, "--repeat", "1", "--json"])).error().code, "EINVAL");
});

prog("what the kernel does not run so is its error", async () => {
  const { code, error } = await runLine(["prog", "run", "p/count", "--data", "hex:00", "--json"]);
  assert.equal([code, error().code], [1, "EINVAL"]);
});

prog("the instructions that bpftool shows, with its functions and lines of C", async () => {
  for (const path of await programsOf("calls")) {
    const { tag, instructions } = await json("prog", "dump", path);
    const theirs: { disasm?: string; src?: string; proto?: string }[] = JSON.parse(
      execFileSync("bpftool", ["-j", "prog", "dump", "xlated", "pinned", `${root}/${path}`, "linum"], {
        encoding: "utf8",
      }),
    );
    assert.is(instructions.length, theirs.filter(({ disasm }) => disasm !== undefined).length, path);
    assert.equal(
      instructions.flatMap(({ source }: { source?: { text: string } }) => source?.text || []),
      theirs.flatMap(({ src }) => src || []), // bpftool has places without a text too
      path,
    );
    assert.equal(
      instructions.flatMap(({ function: name }: { function?: string }) => name ?? []),
      theirs.flatMap(({ proto }) => proto?.match(/(\w+)\(/)?.[1] ?? []),
      path,
    );
    const pin = JSON.parse(
      execFileSync("bpftool", ["-j", "prog", "show", "pinned", `${root}/${path}`], { encoding: "utf8" }),
    );
    assert.is(tag, pin.tag);
  }
});

async function programsOf(directory: string): Promise<string[]> {
  const { children } = await json("ls", directory);
  return children.map(({ name }: { name: string }) => `${directory}/${name}`);
}

prog("for people the lines of C stand above their instructions", async () => {
  const { stdout } = await runLine(["prog", "dump", "p/count"]);
  assert.match(stdout, /^count:\n; .*@ pinmap\.bpf\.c:\d+\n {3}0: \([0-9a-f]{2}\) /);
  assert.match(stdout, /: \(95\) exit\n$/);
});

prog("the filter of the help's example finds the instructions' texts", async () => {
  const examples = progGroup.verbs.flatMap((verb) => verb.examples.map(([line]) => line));
  const line = examples.find((example) => example.startsWith("bpf prog dump") && example.includes("| jq"))!;
  const [, list = "", field = ""] = /'\.(\w+)\[\]\.(\w+)'$/.exec(line) ?? [];
  const report = await json("prog", "dump", "p/count");
  const texts: unknown[] = report[list].map((one: Record<string, unknown>) => one[field]);
  assert.match(String(texts.at(-1)), "exit");
});

prog("ls and show know programs", async () => {
  const [{ type, kind, id }] = (await json("ls", "p")).children;
  assert.equal([type, kind], ["socket_filter", "prog"]);
  const shown = await json("show", "p/count");
  assert.is(shown.id, id);
  assert.equal(shown.mapIds, [(await json("show", "pinmap")).id]);
  assert.match(shown.tag, /^[0-9a-f]{16}$/);
  assert.ok(shown.btfId > 0);
});

prog("what is no program's pin", async () => {
  for (const verb of ["run", "dump"]) {
    const code = async (path: string) => (await runLine(["prog", verb, path, "--json"])).error().code;
    assert.is(await code("pinmap"), "ERR_PROGRAM_KIND", verb);
    assert.is(await code("d"), "ERR_NOT_A_PIN", verb);
    assert.is(await code("gone"), "ERR_PIN_ABSENT", verb);
    assert.is((await runLine(["prog", verb, "../x"])).code, 2, verb);
  }
});

prog.run();
