/** Maps that bpftool pinned where tc keeps its own are reused by objects in iproute2's layout, and by tc's newer way. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MapIncompatibleError, openMaps, unpinMaps } from "@bpf/pinning";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs, entries } from "../src/bpffs.js";
import { bpftool, showPinned } from "../src/bpftool.js";
import { examples, littleEndian, parseFile } from "../src/objects.js";

const globals = join(bpffs, "tc/globals");

/** `bpftool map create` of a map under tc/globals, as an administrator or an older tc would have left it. */
function leaveMap(
  name: string,
  type: string,
  key: number,
  value: number,
  maxEntries: number,
  ...more: string[]
) {
  mkdirSync(globals, { recursive: true, mode: 0o700 });
  const path = join(globals, name);
  const sizes = ["key", `${key}`, "value", `${value}`, "entries", `${maxEntries}`, "name", name];
  bpftool("map", "create", path, "type", type, ...sizes, ...more);
  return { path, id: showPinned(path).id };
}

const test = suite("maps of tc/globals");
test.before.each(emptyBpffs);

test("an object in iproute2's layout reuses what is there", () => {
  const { id, path } = leaveMap("jmp_state", "hash", 4, 4, 256);
  using maps = openMaps(parseFile(join(examples, "iproute2.o")));
  const map = maps.get("jmp_state")!;
  assert.equal([map.outcome, map.id, map.path], ["reused", id, path]);
});

test("what we pin there is what bpftool shows, and is reused", () => {
  using first = openMaps(parseFile(join(examples, "iproute2.o")));
  const seen = showPinned(join(globals, "jmp_state"));
  assert.equal([first.get("jmp_state")!.outcome, first.get("jmp_state")!.id], ["created", seen.id]);
  using second = openMaps(parseFile(join(examples, "iproute2.o")));
  assert.equal([second.get("jmp_state")!.outcome, second.get("jmp_state")!.id], ["reused", seen.id]);
});

test("iproute2's older 28-byte layout reuses too", () => {
  const { id } = leaveMap("old_global", "hash", 4, 4, 256);
  using maps = openMaps(parseFile(join(littleEndian, "legacy-iproute2-2016.o")));
  assert.equal([maps.get("old_global")!.outcome, maps.get("old_global")!.id], ["reused", id]);
});

test("outer maps are reused with the inner maps they hold", () => {
  const inner = leaveMap("inner", "array", 4, 4, 1);
  const { id } = leaveMap("outer_array", "array_of_maps", 4, 4, 4, "inner_map", "pinned", inner.path);
  using maps = openMaps(parseFile(join(littleEndian, "legacy-iproute2-inner.o")));
  assert.equal([maps.get("outer_array")!.outcome, maps.get("outer_array")!.id], ["reused", id]);
  assert.is(maps.get("outer_hash")!.outcome, "created");
});

test("a map that differs is left alone, every difference told", () => {
  const { id, path } = leaveMap("jmp_state", "array", 4, 8, 16);
  try {
    openMaps(parseFile(join(examples, "iproute2.o"))).close();
    assert.unreachable();
  } catch (error) {
    if (!MapIncompatibleError.is(error)) throw error;
    assert.is(error.path, path);
    assert.equal(
      error.mismatches.map(({ field, pinned, wanted }) => [field, pinned, wanted]),
      [
        ["type", "array", "hash"],
        ["valueSize", 8, 4],
        ["maxEntries", 16, 256],
      ],
    );
  }
  assert.is(showPinned(path).id, id);
});

test("a by-name map is shared with today's tc by the pin root tc/globals", () => {
  const { id } = leaveMap("pinmap", "array", 4, 8, 1);
  using maps = openMaps(parseFile(join(examples, "pinmap.o")), { pinRoot: "tc/globals" });
  assert.equal([maps.get("pinmap")!.outcome, maps.get("pinmap")!.id], ["reused", id]);
});

test("unpinning leaves tc's own directories", () => {
  openMaps(parseFile(join(examples, "iproute2.o"))).close();
  const report = unpinMaps(parseFile(join(examples, "iproute2.o")));
  assert.equal(
    report.removed.map(({ path }) => path),
    [join(globals, "jmp_state")],
  );
  assert.equal(entries(), ["tc"]);
});

test.run();
