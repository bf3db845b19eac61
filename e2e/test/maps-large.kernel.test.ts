// runner: exclusive, timeout 900
/** A hash of 1,000,000 entries (100,000 in the VM): filled, walked, dumped, exported, imported and cleared in 300 MB. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMap } from "@bpf/maps";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commandFile } from "../src/bpf-command.js";
import { bpffs, emptyBpffs, entries } from "../src/bpffs.js";
import { type Interval, intervalOf, keyOf, largeEntries, pinLargeMap } from "../src/large-map.js";
import { type MeasuredEnd, measureNode } from "../src/peak-memory.js";
import { mapsGone } from "../src/with-maps.js";

// The VM runs JavaScript.
const inVm = import.meta.url.endsWith(".js");
const count = inVm ? 100_000 : 1_000_000;
const mostMegabytes = 300;

const directory = mkdtempSync(join(tmpdir(), "large-map-"));
const exported = join(directory, "exported.jsonl");
const source = `${bpffs}/large`;
const copy = `${bpffs}/copy`;

/** `bpf map VERB …` to its end, in memory that it may take. */
async function bpfMap(args: string[], files: Parameters<typeof measureNode>[1] = {}): Promise<MeasuredEnd> {
  const started = performance.now();
  const end = await measureNode([commandFile, "map", ...args], files);
  const seconds = (performance.now() - started) / 1000;
  console.log(`  bpf map ${args[0]}: ${end.peakMegabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s`);
  assert.is(end.status, 0, end.stderr);
  assert.is(end.stderr, "", "no terminal, no progress line");
  assert.ok(end.peakMegabytes < mostMegabytes, `${end.peakMegabytes} MB`);
  return end;
}

/** Every entry, and no other, is in the map at a path. */
function assertWhole(path: string): void {
  using map = openMap<number, Interval>(path);
  assert.is(map.count(), count);
  for (let index = 0; index < count; index += 997) {
    const key = keyOf(index);
    assert.equal(map.get(key), intervalOf(key), `key ${key}`);
  }
}

const ids: number[] = [];
const test = suite(`${count} entries`);
test.before(() => {
  emptyBpffs();
  ids.push(pinLargeMap(source, count), pinLargeMap(copy, count));
});
test.after(() => rmSync(directory, { recursive: true, force: true }));

test("by the library", async () => {
  const extension = inVm ? ".js" : ".ts";
  const work = fileURLToPath(new URL(`../src/large-map-work${extension}`, import.meta.url));
  const loader = inVm ? [] : ["--import", import.meta.resolve("tsx")];
  const end = await measureNode([...loader, work, source, `${count}`]);
  assert.is(end.status, 0, end.stderr);
  const told = JSON.parse(end.stdout) as Record<string, number>;
  assert.equal(Object.keys(told).sort(), ["clear", "count", "entries", "set"]);
  for (const [name, done] of Object.entries(told)) assert.ok(done > count / 2, `${name} told ${done} last`);
  console.log(`  library: ${end.peakMegabytes.toFixed(0)} MB`);
  assert.ok(end.peakMegabytes < mostMegabytes, `${end.peakMegabytes} MB`);
  assertWhole(source);
});

test("bpf map count", async () => {
  const { stdout } = await bpfMap(["count", source, "--json"]);
  assert.equal(JSON.parse(stdout), { count });
});

test("bpf map dump", async () => {
  const dumped = join(directory, "dumped.json");
  await bpfMap(["dump", source, "--json"], { stdout: dumped });
  const elements = JSON.parse(readFileSync(dumped, "utf8")) as {
    key: number;
    value: Record<string, unknown>;
  }[];
  assert.is(elements.length, count);
  assert.is(new Set(elements.map(({ key }) => key)).size, count);
  for (let index = 0; index < count; index += 1009) {
    const { key, value } = elements[index]!;
    const { first, last, gaps, drift } = intervalOf(key);
    assert.equal(value, { first: `${first}`, last: `${last}`, gaps, drift });
  }
  rmSync(dumped);
});

test("bpf map export, and import into another map", async () => {
  await bpfMap(["export", source], { stdout: exported });
  await bpfMap(["import", copy], { stdin: exported });
  assertWhole(copy);
  // The same again changes nothing.
  await bpfMap(["import", copy], { stdin: exported });
  assertWhole(copy);
});

test("bpf map clear", async () => {
  await bpfMap(["clear", copy]);
  using map = openMap(copy);
  assert.is(map.count(), 0);
  assertWhole(source);
});

test("an abort ends the work, and what is done stays done", async () => {
  using map = openMap<number, Interval>(copy);
  const abort = new AbortController();
  let told = 0;
  let reason: unknown;
  const stop = new Error("enough");
  try {
    await map.setAllAsync(largeEntries(count), {
      signal: abort.signal,
      onProgress: ({ done }) => {
        told = done;
        abort.abort(stop);
      },
    });
  } catch (error) {
    reason = error;
  }
  assert.is(reason, stop);
  assert.ok(told > 0 && told < count, `${told}`);
  assert.is(map.count(), told);
  map.clear();
});

test("nothing is left", async () => {
  assert.equal(entries().sort(), ["copy", "large"]);
  emptyBpffs();
  await mapsGone(ids);
});

test.run();
