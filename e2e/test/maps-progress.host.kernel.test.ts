// runner: exclusive, timeout 600
/** Work of over a second tells on a terminal how far it is: a real one, which util-linux's script(1) makes. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMap } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commandFile } from "../src/bpf-command.js";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { type Interval, largeEntries, pinLargeMap } from "../src/large-map.js";
import { mapsGone } from "../src/with-maps.js";

const count = 1_000_000;
const path = `${bpffs}/large`;
const directory = mkdtempSync(join(tmpdir(), "progress-"));
const exported = join(directory, "exported.jsonl");
const erase = "\r\u001b[K";

/** What a command of the shell shows on its terminal. */
const onTerminal = (command: string): string =>
  execFileSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8", maxBuffer: 2 ** 28 });

const bpfMap = (...args: string[]): string => `${process.execPath} ${commandFile} map ${args.join(" ")}`;

/** Lines of progress: their numbers rise, each is erased, and so is the last. */
function assertProgress(shown: string): void {
  const lines = shown.split(erase).slice(1);
  assert.ok(lines.length >= 2, JSON.stringify(shown));
  const told = lines
    .slice(0, -1)
    .map((line) => Number(/ ([\d,]+) elements/.exec(line)?.[1]?.replaceAll(",", "")));
  assert.ok(
    told.every((done, index) => done > 0 && done <= count && done >= (told[index - 1] ?? 0)),
    told.join(" "),
  );
  assert.not.match(lines.at(-1)!, /elements in/);
}

let id = 0;
const test = suite("progress on a terminal");
test.before(() => {
  emptyBpffs();
  id = pinLargeMap(path, count);
  using map = openMap<number, Interval>(path);
  map.setAll(largeEntries(count));
});
test.after(() => rmSync(directory, { recursive: true, force: true }));

/** Holds what goes through it up, so that the work takes over a second on any machine. */
const slowly = "{ sleep 1.5; cat; }";

test("bpf map export, its output in a file", () => {
  assertProgress(onTerminal(`${bpfMap("export", path)} | ${slowly} > ${exported}`));
  // None of it went into the file.
  assert.is(readFileSync(exported, "utf8").split("\n").length, count + 1);
  assert.not.ok(readFileSync(exported, "utf8").includes("\u001b"));
});

test("bpf map dump into a pipe", () => {
  assertProgress(onTerminal(`${bpfMap("dump", path, "--json")} | ${slowly} > /dev/null`));
});

test("bpf map import from a file", () => {
  assertProgress(onTerminal(`${slowly} < ${exported} | ${bpfMap("import", path)}`));
});

test("no line where stderr is no terminal, nor for work that is soon done", () => {
  const said = join(directory, "said");
  onTerminal(`${bpfMap("export", path)} 2> ${said} | ${slowly} > /dev/null`);
  assert.is(readFileSync(said, "utf8"), "");
  using map = openMap<number, Interval>(path);
  map.clear();
  map.setAll(largeEntries(1000));
  assert.is(onTerminal(`${bpfMap("export", path)} > /dev/null`), "");
});

test("nothing is left", async () => {
  emptyBpffs();
  await mapsGone([id]);
});

test.run();
