/** The command as a process without capabilities: what it says, and that it changes nothing. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapInfo, objGet } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpfJson, type CommandEnd, commandFile } from "../src/bpf-command.js";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { examples, littleEndian } from "../src/objects.js";

const test = suite("no privilege");
test.before.each(() => emptyBpffs());

/** Runs a program as root in name only: uid 0 still reads our files, but its bounding set is empty. */
function withoutCapabilities(...argv: string[]): CommandEnd {
  const dropped = ["--bounding-set", "-all", "--inh-caps", "-all", "--", ...argv];
  const { status, stdout, stderr, error } = spawnSync("setpriv", dropped, { encoding: "utf8" });
  if (error) throw error;
  return { status, stdout, stderr };
}
const bpf = (...args: string[]): CommandEnd => withoutCapabilities(process.execPath, commandFile, ...args);

test("the process has no capability", () => {
  const { stdout } = withoutCapabilities("cat", "/proc/self/status");
  assert.match(stdout, /^CapEff:\t0{16}$/m);
  assert.match(stdout, /^CapBnd:\t0{16}$/m);
  assert.not.match(readFileSync("/proc/self/status", "utf8"), /^CapEff:\t0{16}$/m);
});

const loads: [what: string, command: string, ...args: string[]][] = [
  ["a BTF object", "BPF_BTF_LOAD", join(examples, "pinmap.o")],
  [
    "a legacy object, its directories to be made",
    "BPF_MAP_CREATE",
    join(examples, "gobpf-custom.o"),
    "--pin-path",
    "maps/dummy_array_custom=ns1/deep/test1",
  ],
  [
    "a legacy object of several maps",
    "BPF_MAP_CREATE",
    join(littleEndian, "legacy-libbpf.o"),
    "--pin-path",
    "counters=counters",
    "--pin-path",
    "flows=flows",
  ],
];
for (const [what, command, ...args] of loads) {
  test(`load of ${what}: exit 1, the capability by name, nothing changed`, () => {
    const ended = bpf("load", ...args, "--json");
    assert.is(ended.status, 1, ended.stderr);
    assert.is(ended.stdout, "");
    const { error } = JSON.parse(ended.stderr);
    assert.is(error.code, "ERR_PIN_SYSTEM");
    assert.is(error.errno, "EPERM");
    assert.is(error.command, command);
    assert.match(error.message, /\bCAP_BPF\b/);
    assert.equal(error.leftovers, []);
    assert.equal(tree(), []);

    const inWords = bpf("load", ...args);
    assert.is(inWords.status, 1);
    assert.is(inWords.stdout, "");
    assert.match(inWords.stderr, /^bpf: .*EPERM.*\bCAP_BPF\b/);
    assert.equal(tree(), []);
    // With the capability it is no fault of the object.
    bpfJson("load", ...args);
  });
}

test("pin by id: exit 1, CAP_SYS_ADMIN by name, nothing made", () => {
  const { id } = bpfJson<{ maps: { id: number }[] }>("load", join(examples, "pinmap.o")).maps[0]!;
  const { status, stderr } = bpf("pin", "map", String(id), "ns1/again", "--json");
  assert.is(status, 1);
  assert.match(JSON.parse(stderr).error.message, /\bCAP_SYS_ADMIN\b/);
  assert.equal(tree(), ["pinmap"]);
  using fd = objGet(join(bpffs, "pinmap"));
  assert.is(mapInfo(fd).id, id);
});

test("mount: exit 1, CAP_SYS_ADMIN by name, nothing mounted", () => {
  const directory = mkdtempSync(join(tmpdir(), "bpf-mount-"));
  try {
    const { dev } = statSync(directory);
    const { status, stderr } = bpf("mount", directory, "--json");
    assert.is(status, 1);
    assert.match(JSON.parse(stderr).error.message, /\bCAP_SYS_ADMIN\b/);
    assert.is(statSync(directory).dev, dev);
    assert.equal(readdirSync(directory), []);
  } finally {
    rmdirSync(directory);
  }
});

test("an unpin needs no capability where the files are ours", () => {
  bpfJson("load", join(examples, "gobpf-global.o"));
  const { status, stdout, stderr } = bpf("unpin", join(bpffs, "ns1/globals/shared_hash"), "--json");
  assert.is(status, 0, stderr);
  assert.is(JSON.parse(stdout).removed.length, 1);
  assert.equal(tree(), []);
});

test.run();
