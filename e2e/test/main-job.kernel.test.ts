import { createHash } from "node:crypto";
import { chmodSync, chownSync, readFileSync, statSync } from "node:fs";
import { mapFromId, mapInfo, mapLookup, mapUpdate, objGet } from "@bpf/syscall";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bpf, bpfJson } from "../src/bpf-command.js";
import { bpffs, emptyBpffs, entries } from "../src/bpffs.js";

interface Loaded {
  maps: { name: string; id: number; outcome: string; path: string }[];
}

interface Unpinned {
  removed: { map: string; path: string }[];
  absent: unknown[];
  failed: unknown[];
}

test.before.each(emptyBpffs);

/** Loads an object twice: the maps are created and pinned, then reused; the kernel agrees about the id. */
function loadTwice(pin: string, name: string, ...args: string[]): void {
  const [created] = bpfJson<Loaded>("load", ...args).maps;
  assert.equal(created, { name, id: created!.id, outcome: "created", path: `${bpffs}/${pin}` });
  using fd = objGet(`${bpffs}/${pin}`);
  assert.is(mapInfo(fd).id, created!.id);
  assert.equal(bpfJson<Loaded>("load", ...args).maps, [{ ...created, outcome: "reused" }]);
}

/** Unpins by the same file and options; pin and directories are gone, and nothing was said to be amiss. */
function unpin(pin: string, map: string, ...args: string[]): void {
  const report = bpfJson<Unpinned>("unpin", ...args);
  assert.equal(report, { removed: [{ map, path: `${bpffs}/${pin}` }], absent: [], failed: [] });
  assert.equal(entries(), []);
}

for (const file of ["examples/gobpf-custom.o", "examples/gobpf-built.o"]) {
  test(`PIN_CUSTOM_NS: ${file} goes where the user says`, () => {
    const args = [file, "--pin-path", "maps/dummy_array_custom=ns1/test1"];
    loadTwice("ns1/test1", "dummy_array_custom", ...args);
    unpin("ns1/test1", "dummy_array_custom", ...args);
  });
}

test("PIN_CUSTOM_NS without a path is wrong usage, and makes nothing", () => {
  const { status, stdout, stderr } = bpf("load", "examples/gobpf-custom.o");
  assert.is(status, 2);
  assert.is(stdout, "");
  assert.match(stderr, /--pin-path/);
  assert.equal(entries(), []);
});

test("PIN_GLOBAL_NS: below the namespace's globals", () => {
  const args = ["examples/gobpf-global.o", "--namespace", "ns2"];
  loadTwice("ns2/globals/shared_hash", "shared_hash", ...args);
  unpin("ns2/globals/shared_hash", "shared_hash", ...args);
});

test("PIN_GLOBAL_NS: the definition's own namespace, when none is given", () => {
  loadTwice("ns1/globals/shared_hash", "shared_hash", "examples/gobpf-global.o");
  unpin("ns1/globals/shared_hash", "shared_hash", "examples/gobpf-global.o");
});

test("PIN_OBJECT_NS: below the sha1 of the file", () => {
  const file = "examples/gobpf-object.o";
  const sha1 = createHash("sha1")
    .update(readFileSync(new URL(`../../${file}`, import.meta.url)))
    .digest("hex");
  loadTwice(`${sha1}/per_object`, "per_object", file);
  unpin(`${sha1}/per_object`, "per_object", file);
});

test("LIBBPF_PIN_BY_NAME: created, then reused", () => {
  loadTwice("pinmap", "pinmap", "examples/pinmap.o");
  unpin("pinmap", "pinmap", "examples/pinmap.o");
});

test("unpinning again finds the pin absent, which is no error", () => {
  bpfJson("load", "examples/pinmap.o");
  bpfJson("unpin", "examples/pinmap.o");
  const report = bpfJson<Unpinned>("unpin", "examples/pinmap.o");
  assert.is(report.removed.length, 0);
  assert.is(report.absent.length, 1);
});

/** pinmap: array, u32 → u64, 1 entry; `pinmap-other-all` differs in each field that is compared. */
const mismatches = [
  { field: "type", pinned: "array", wanted: "hash" },
  { field: "keySize", pinned: 4, wanted: 8 },
  { field: "valueSize", pinned: 8, wanted: 16 },
  { field: "maxEntries", pinned: 1, wanted: 2 },
  { field: "flags", pinned: 0, wanted: 1 },
  { field: "mapExtra", pinned: "0", wanted: "1" },
];

const key = new Uint8Array(4);
const value = new Uint8Array(new BigUint64Array([0x0123456789abcdefn]).buffer);

for (const verb of ["plan", "load"]) {
  test(`${verb}: an incompatible pin is exit code 3 with every field, and nothing is changed`, () => {
    const [created] = bpfJson<Loaded>("load", "examples/pinmap.o").maps;
    const path = created!.path;
    using before = objGet(path);
    mapUpdate(before, key, value);
    const directory = statSync(bpffs, { bigint: true });

    const end = bpf(verb, "testdata/objects/le/pinmap-other-all.o", "--json");
    assert.is(end.status, 3, end.stderr);
    const told = verb === "plan" ? JSON.parse(end.stdout).actions[0] : JSON.parse(end.stderr).error;
    assert.equal(told.mismatches, mismatches);
    assert.is(told.path, path);

    using after = objGet(path);
    assert.is(mapInfo(after).id, created!.id);
    assert.equal(mapLookup(after, key), value);
    assert.equal(entries(), ["pinmap"]);
    assert.is(statSync(bpffs, { bigint: true }).mtimeNs, directory.mtimeNs);
  });
}

for (const { field, pinned } of mismatches) {
  const name = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  test(`an incompatible pin: ${field} is among the fields told`, () => {
    bpfJson("load", "examples/pinmap.o");
    const end = bpf("load", `testdata/objects/le/pinmap-other-${name}.o`, "--json");
    assert.is(end.status, 3, end.stderr);
    const told: { field: string; pinned: unknown; wanted: unknown }[] = JSON.parse(end.stderr).error
      .mismatches;
    const mismatch = told.find((each) => each.field === field);
    assert.is(mismatch?.pinned, pinned);
    assert.is.not(mismatch?.wanted, pinned);
  });
}

test("show tells a pin's whole mode and its owner, as chmod and chown left them", () => {
  const { path } = bpfJson<Loaded>("load", "examples/pinmap.o").maps[0]!;
  chownSync(path, 4321, 1234);
  chmodSync(path, 0o1640);
  const { mode, uid, gid } = bpfJson<Record<string, unknown>>("show", path);
  assert.equal([mode, uid, gid], ["1640", 4321, 1234]);
});

test("a map lives in the kernel as long as its pin, and no longer", async () => {
  const { id } = bpfJson<Loaded>("load", "examples/pinmap.o").maps[0]!;
  mapFromId(id).close();
  bpfJson("unpin", "examples/pinmap.o");
  const deadline = performance.now() + 5000;
  const alive = () => {
    try {
      mapFromId(id).close();
      return true;
    } catch (error) {
      assert.is((error as { code: string }).code, "ENOENT");
      return false;
    }
  };
  // Freed after an RCU grace period.
  while (alive() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.not.ok(alive());
});

test.run();
