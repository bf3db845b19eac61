/**
 * libbpf's auto-pinning and ours share pins, for every map that this libbpf reuses from itself. Which those are is
 * found first, by libbpf's own second load; the test prints the rest.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { openMaps, type PinOptions } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { buildNative } from "../src/native-program.js";
import { littleEndian, objectsIn, parseFile } from "../src/objects.js";

const autopin = buildNative("libbpf-autopin", "bpf");
const pinRoot = join(bpffs, "shared");

/** Makes or reuses one map of an object by libbpf; its id, or what libbpf said. */
function loadByLibbpf(path: string, map: string): number | string {
  const all = parseFile(path).maps.get(map)!.slots === undefined ? [] : ["all"];
  const { status, signal, stdout, stderr } = spawnSync(autopin, [path, map, pinRoot, ...all], {
    encoding: "utf8",
  });
  if (status === 0) return Number(stdout);
  if (signal !== null) return `killed by ${signal}`;
  const reason = stderr.split("\n").find((line) => /mismatch|failed to (create|init)/.test(line));
  return reason?.replace("libbpf: ", "") ?? stderr.trim();
}

/** Opens one map of an object by us, the others unpinned. */
function loadByUs(path: string, map: string) {
  const object = parseFile(path);
  const others = [...object.maps.keys()].filter((name) => name !== map);
  const options: PinOptions = { pinRoot, paths: Object.fromEntries(others.map((name) => [name, false])) };
  using maps = openMaps(object, options);
  const { id, outcome } = maps.get(map)!;
  return { id, outcome };
}

interface Candidate {
  path: string;
  map: string;
  created: boolean;
  /** Why libbpf does not reuse its own pin; undefined where it does. */
  reason?: string;
}

function probe(path: string, map: string): Candidate {
  const first = loadByLibbpf(path, map);
  if (typeof first === "string") return { path, map, created: false, reason: `does not create it: ${first}` };
  const second = loadByLibbpf(path, map);
  if (second === first) return { path, map, created: true };
  return { path, map, created: true, reason: `does not reuse its own: ${second}` };
}

function freshDirectory(): void {
  emptyBpffs();
  mkdirSync(pinRoot, { mode: 0o700 });
}

freshDirectory();
const candidates = objectsIn(littleEndian)
  .map((path) => ({ path, maps: [...parseFile(path).maps.values()] }))
  .flatMap(({ path, maps }) =>
    maps
      .filter(({ pinning, definition }) => definition === "btf" && pinning === "by-name")
      .map(({ name }) => ({ path, name })),
  )
  // Variants of pinmap share its name: each starts from an empty directory.
  .map(({ path, name }) => {
    freshDirectory();
    return probe(path, name);
  });
const shared = candidates.filter(({ reason }) => reason === undefined);

const test = suite("pins shared with libbpf");
test.before.each(freshDirectory);

test("this libbpf reuses a wide set of maps from itself", () => {
  for (const { path, map, reason } of candidates) {
    console.log(`  ${basename(path)} ${map}: ${reason === undefined ? "shared" : `libbpf ${reason}`}`);
  }
  // Types that libbpf 1.1 is known to reuse on every kernel that has it.
  for (const name of [
    "hash",
    "array",
    "percpu_hash",
    "lpm_trie",
    "array_of_maps",
    "ringbuf",
    "sk_storage",
    "queue",
  ]) {
    assert.ok(
      shared.some(({ path }) => basename(path) === `map-type-${name}.o`),
      name,
    );
  }
});

for (const { path, map, created, reason } of candidates) {
  if (!created) continue;
  test(`${basename(path)} ${map}: what libbpf pinned we reuse`, () => {
    const id = loadByLibbpf(path, map);
    assert.equal(loadByUs(path, map), { id, outcome: "reused" });
  });
  if (reason !== undefined) continue;
  test(`${basename(path)} ${map}: what we pinned libbpf reuses`, () => {
    const { id, outcome } = loadByUs(path, map);
    assert.is(outcome, "created");
    assert.is(loadByLibbpf(path, map), id);
  });
}

test.run();
