import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exampleObject, testObject } from "../objects.js";
import { runLine } from "../support.js";

const root = "/sys/fs/bpf";
const pinmap = exampleObject("pinmap");
const custom = exampleObject("gobpf-custom");

interface BpftoolMap {
  readonly id: number;
  readonly type: string;
  readonly name: string;
}

const bpftool = (...argv: string[]): BpftoolMap =>
  JSON.parse(execFileSync("bpftool", ["-j", ...argv], { encoding: "utf8" }));

const load = suite("load, plan and unpin");

load.after.each(() => {
  for (const path of ["pinmap", "ns1", "flows", "totals", "events", "tc"])
    rmSync(`${root}/${path}`, { recursive: true, force: true });
});

load("the first load creates, the second reuses, unpin removes, a second finds nothing", async () => {
  const planned = (await runLine(["plan", pinmap, "--json"])).document();
  assert.equal(planned, {
    actions: [{ map: "pinmap", action: "create-and-pin", path: `${root}/pinmap`, mismatches: [] }],
  });
  assert.not.ok(existsSync(`${root}/pinmap`), "plan changes nothing");

  const first = (await runLine(["load", pinmap, "--json"])).document();
  const { id } = bpftool("map", "show", "pinned", `${root}/pinmap`);
  assert.equal(first, { maps: [{ name: "pinmap", id, outcome: "created", path: `${root}/pinmap` }] });
  const second = (await runLine(["load", pinmap, "--json"])).document();
  assert.equal(second, { maps: [{ name: "pinmap", id, outcome: "reused", path: `${root}/pinmap` }] });
  assert.is((await runLine(["plan", pinmap, "--json"])).document().actions[0].action, "reuse");

  const pin = { map: "pinmap", path: `${root}/pinmap` };
  const removed = await runLine(["unpin", pinmap, "--json"]);
  assert.is(removed.code, 0);
  assert.equal(removed.document(), { removed: [pin], absent: [], failed: [] });
  assert.not.ok(existsSync(pin.path));
  const absent = await runLine(["unpin", pinmap, "--json"]);
  assert.is(absent.code, 0);
  assert.equal(absent.document(), { removed: [], absent: [pin], failed: [] });
});

load("an incompatible pin: exit 3 of plan and load, both values, nothing changed", async () => {
  await runLine(["load", pinmap]);
  const before = bpftool("map", "show", "pinned", `${root}/pinmap`);
  const mismatches = [{ field: "maxEntries", pinned: 1, wanted: 7 }];
  const wanted = ["--max-entries", "pinmap=7"];

  const plan = await runLine(["plan", pinmap, ...wanted, "--json"]);
  assert.is(plan.code, 3);
  assert.equal(plan.document().actions, [
    { map: "pinmap", action: "conflict", path: `${root}/pinmap`, mismatches },
  ]);
  assert.is(plan.stderr, "");
  const people = await runLine(["plan", pinmap, ...wanted]);
  assert.match(people.stdout, /^ +maxEntries: pinned 1, wanted 7$/m);

  const refused = await runLine(["load", pinmap, ...wanted, "--json"]);
  assert.is(refused.code, 3);
  assert.is(refused.stdout, "");
  assert.is(refused.error().code, "ERR_MAP_INCOMPATIBLE");
  assert.is(refused.error().path, `${root}/pinmap`);
  assert.equal(refused.error().mismatches, mismatches);
  assert.equal(bpftool("map", "show", "pinned", `${root}/pinmap`), before);
});

load("gobpf's custom path: wrong usage without, a pin with, its directory removed again", async () => {
  const lacking = await runLine(["load", custom, "--json"]);
  assert.is(lacking.code, 2);
  assert.is(lacking.error().code, "ERR_PIN_USAGE");
  assert.is(lacking.error().hint, "--pin-path maps/dummy_array_custom=PATH");
  assert.is((await runLine(["plan", custom])).code, 2);

  const chosen = ["--pin-path", "maps/dummy_array_custom=ns1/test1"];
  assert.is((await runLine(["load", custom, ...chosen])).code, 0);
  assert.is(bpftool("map", "show", "pinned", `${root}/ns1/test1`).name, "dummy_array_cus");
  const failed = await runLine(["unpin", custom, "--json"]);
  assert.is(failed.code, 1);
  const [failure] = failed.document().failed;
  assert.equal(
    [failure.map, failure.path, failure.error.code],
    ["dummy_array_custom", null, "ERR_PIN_USAGE"],
  );
  assert.ok(existsSync(`${root}/ns1/test1`));
  assert.is((await runLine(["unpin", custom, ...chosen])).code, 0);
  assert.not.ok(existsSync(`${root}/ns1`));
});

load("maps without a pin are skipped, with one line on stderr", async () => {
  const { code, stderr, document } = await runLine(["load", exampleObject("counters"), "--json"]);
  assert.is(code, 0);
  assert.match(stderr, /^bpf: skipped[^\n]*: scratch\n$/);
  assert.equal(
    document().maps.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
    [
      ["flows", "created"],
      ["totals", "created"],
      ["events", "created"],
      ["scratch", "skipped"],
    ],
  );
  assert.equal(document().maps[3], { name: "scratch", id: null, outcome: "skipped", path: null });
  const plan = (await runLine(["plan", exampleObject("counters"), "--json"])).document();
  assert.equal(plan.actions[3], { map: "scratch", action: "skip", path: null, mismatches: [] });
});

load("a map without a row in the pinning table is skipped, and plan and load both say why", async () => {
  for (const verb of ["plan", "load"]) {
    const { code, stderr } = await runLine([verb, testObject("legacy-iproute2"), "--json"]);
    assert.is(code, 0, verb);
    assert.match(stderr, /^bpf: Map tc_table is not pinned: .*row 3 of the pinning table/m, verb);
  }
});

load("a warning of a failing command is in the error, which stays one document", async () => {
  const argv = [testObject("legacy-iproute2"), "--json"];
  assert.is((await runLine(["load", ...argv])).code, 0);
  const { code, stdout, error } = await runLine(["load", ...argv, "--max-entries", "tc_global=9"]);
  assert.is(code, 3);
  assert.is(stdout, "");
  assert.is(error().code, "ERR_MAP_INCOMPATIBLE");
  assert.is(error().messages.length, 1);
  assert.match(error().messages[0], "row 3 of the pinning table");
});

load("one path below another is wrong usage", async () => {
  const argv = ["load", testObject("legacy-iproute2"), "--pin-path", "tc_none=tc", "--json"];
  const { code, error } = await runLine(argv);
  assert.is(code, 2);
  assert.is(error().code, "ERR_PIN_USAGE");
});

load("every field that differs is told, of every map in the way; nothing is changed", async () => {
  await runLine(["load", pinmap]);
  const before = bpftool("map", "show", "pinned", `${root}/pinmap`);
  const { code, error } = await runLine(["load", testObject("pinmap-other-all"), "--json"]);
  assert.is(code, 3);
  // Of pinmap and of its variant `all`, by testdata/Makefile.
  assert.equal(error().mismatches, [
    { field: "type", pinned: "array", wanted: "hash" },
    { field: "keySize", pinned: 4, wanted: 8 },
    { field: "valueSize", pinned: 8, wanted: 16 },
    { field: "maxEntries", pinned: 1, wanted: 2 },
    { field: "flags", pinned: 0, wanted: 1 },
    { field: "mapExtra", pinned: "0", wanted: "1" },
  ]);
  assert.equal(bpftool("map", "show", "pinned", `${root}/pinmap`), before);
});

load("paths that no pin can have: wrong usage where the user gave them, nothing made", async () => {
  for (const path of ["../x", "a/./b", "a//b", "/etc/x", "a.b", "x".repeat(256)]) {
    const { code, error } = await runLine(["load", pinmap, "--pin-path", `pinmap=${path}`, "--json"]);
    assert.is(code, 2, path);
    assert.is(error().code, "ERR_PIN_PATH", path);
  }
  assert.is((await runLine(["load", pinmap, "--root", "/tmp", "--json"])).error().code, "ERR_NOT_BPFFS");
  assert.not.ok(existsSync(`${root}/a`));
});

load.run();
