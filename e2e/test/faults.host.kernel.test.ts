// runner: timeout 600
/**
 * The command as a whole process, its system calls made to fail, or itself killed, at the Nth one: by strace, so that
 * nothing of ours decides what a step is.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { openMaps } from "@bpf/pinning";
import { mapLookup, objGet } from "@bpf/syscall";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { tree } from "../src/bpffs-tree.js";
import { examples, parseFile } from "../src/objects.js";

const test = suite("faults of the command");
test.before.each(() => emptyBpffs());

const require = createRequire(import.meta.url);
const manifest = require.resolve("@bpf/cli/package.json");
const command = join(dirname(manifest), require(manifest).bin.bpf);

const object = join(examples, "shared-config.o");
const places = ["shared_c.rodata", "shared_c.data", "shared_c.bss"].flatMap((map, index) => [
  "--pin-path",
  `${map}=cfg/${["rodata", "data", "bss"][index]}`,
]);
const everything = ["cfg/", "cfg/bss", "cfg/data", "cfg/rodata"];

/** A probe for "is it a map": where it fails, the name of the descriptor's file tells the same. */
const probed = /BPF_MAP_LOOKUP_BATCH.*\(INJECTED\)/;

interface Ended {
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  /** False when the process ended before its Nth call. */
  injected: boolean;
}

/** Runs `bpf VERB` under strace with one injection, such as `bpf:error=EIO:when=3`. */
function bpf(verb: string, inject?: string): Ended {
  const ours = [process.execPath, command, verb, object, ...places, "--json"];
  const syscall = inject?.split(":")[0] ?? "";
  const traced =
    inject === undefined
      ? ours
      : ["strace", "-f", "-qq", "-e", `trace=${syscall}`, "-e", `inject=${inject}`, ...ours];
  const { status, signal, stdout, stderr, error } = spawnSync(traced[0]!, traced.slice(1), {
    encoding: "utf8",
  });
  if (error) throw error;
  const injected = /\(INJECTED\)|\+\+\+ killed by SIGKILL/.test(stderr);
  return { status, signal, stdout, stderr, injected };
}

/** The error that `--json` puts on stderr, among strace's lines. */
const errorOf = ({ stderr }: Ended): { code: string; message: string } => {
  const line = stderr.split("\n").find((text) => text.startsWith('{"error"'));
  assert.ok(line !== undefined, stderr);
  return JSON.parse(line).error;
};

test("strace is here, and the command works", () => {
  const load = bpf("load");
  assert.is(load.status, 0, load.stderr);
  assert.equal(tree(), everything);
  const unpin = bpf("unpin");
  assert.is(unpin.status, 0, unpin.stderr);
  assert.equal(tree(), []);
});

const failing = ["bpf", "mkdirat", "openat2"].flatMap((call) =>
  ["ENOSPC", "EPERM", "EIO"].map((errno) => [call, errno] as const),
);
for (const [call, errno] of failing) {
  test(`load: the Nth ${call} fails with ${errno}: exit 1, a clear error, nothing left`, () => {
    let step = 1;
    for (; ; step++) {
      const ended = bpf("load", `${call}:error=${errno}:when=${step}`);
      if (!ended.injected) break;
      assert.is(ended.status, 1, `step ${step}: ${ended.stderr}`);
      const { code, message } = errorOf(ended);
      assert.is(code, "ERR_PIN_SYSTEM", message);
      assert.match(message, errno);
      assert.equal(tree(), [], `step ${step}`);
    }
    assert.ok(step > 1, `no ${call} was seen`);
    emptyBpffs();
  });

  test(`unpin: the Nth ${call} fails with ${errno}: the others are removed`, () => {
    let step = 1;
    for (; ; step++) {
      bpf("load");
      const ended = bpf("unpin", `${call}:error=${errno}:when=${step}`);
      if (!ended.injected) break;
      if (probed.test(ended.stderr)) {
        assert.is(ended.status, 0, `step ${step}: ${ended.stderr}`);
        assert.equal(tree(), [], `step ${step}`);
        continue;
      }
      assert.is(ended.status, 1, `step ${step}: ${ended.stderr}`);
      const { removed, failed } = JSON.parse(ended.stdout);
      assert.is(failed.length, 1, ended.stdout);
      assert.is(removed.length, 2, ended.stdout);
      assert.is(tree().length, 2, `step ${step}`);
    }
    assert.ok(call === "mkdirat" ? step === 1 : step > 1, `${step - 1} calls of ${call}`);
  });
}

test("killed at the Nth bpf(2): what is pinned is whole, the next load completes it, an unpin removes it", () => {
  const { contents } = parseFile(object).maps.get("shared_c.rodata")!;
  let step = 1;
  for (; ; step++) {
    const ended = bpf("load", `bpf:signal=KILL:when=${step}`);
    if (!ended.injected) break;
    // Filled before it is pinned, so a pin that is there is never half-made.
    if (tree().includes("cfg/rodata")) {
      const fd = objGet(join(bpffs, "cfg/rodata"));
      assert.equal(Buffer.from(mapLookup(fd, Buffer.alloc(4))!), Buffer.from(contents!), `step ${step}`);
      fd.close();
    }
    openMaps(parseFile(object), {
      paths: { ".rodata": "cfg/rodata", ".data": "cfg/data", ".bss": "cfg/bss" },
    }).close();
    assert.equal(tree(), everything, `step ${step}`);
    assert.is(bpf("unpin").status, 0);
    assert.equal(tree(), [], `step ${step}`);
  }
  assert.ok(step > 5, `only ${step} steps`);
});

test.run();
