import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleFile, bundleHash, bundleNames, cacheFile } from "../../src/start/bundle.js";
import { exampleObject } from "../objects.js";

const root = "/sys/fs/bpf";
const packageDirectory = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(packageDirectory, "dist");

const bpf = (argv: readonly string[], bin = join(dist, "bin.cjs")) =>
  spawnSync(process.execPath, [bin, ...argv], { encoding: "utf8" });

const bin = suite<{ copy: string }>("the built command");

bin.before((context) => {
  assert.ok(existsSync(join(dist, "bin.cjs")), "build the package first");
  context.copy = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  cpSync(dist, join(context.copy, "dist"), { recursive: true });
  symlinkSync(join(packageDirectory, "node_modules"), join(context.copy, "node_modules"));
});
bin.after(({ copy }) => rmSync(copy, { recursive: true }));

bin("every verb in a process of its own", () => {
  const object = exampleObject("pinmap");
  assert.is(bpf(["inspect", object]).status, 0);
  assert.is(bpf(["plan", object]).status, 0);
  const { id } = JSON.parse(bpf(["load", object, "--json"]).stdout).maps[0];
  assert.is(JSON.parse(bpf(["show", "pinmap", "--json"]).stdout).id, id);
  assert.is(bpf(["pin", "map", String(id), "copy"]).status, 0);
  assert.match(bpf(["ls"]).stdout, new RegExp(`├── copy +map +id ${id} `));
  assert.is(bpf(["mount"]).status, 1);
  assert.is(bpf(["unpin", "copy"]).status, 0);
  const programs = ["--programs", "progs"];
  assert.is(bpf(["plan", object, ...programs]).status, 0);
  assert.is(bpf(["load", object, ...programs]).status, 0);
  assert.match(
    bpf(["prog", "run", "progs/count", "--data", `hex:${"00".repeat(15)}`]).stdout,
    /^returned +0\n/,
  );
  assert.match(bpf(["prog", "dump", "progs/count"]).stdout, /^count:\n/);
  assert.is(bpf(["unpin", object, ...programs]).status, 0);
  assert.is(bpf([]).status, 2);
  assert.is(bpf(["show", "--help"]).stdout, bpf(["help", "show"]).stdout, "from either bundle");
});

bin("show, whose bundle has a kernel of its own: program, symlink, directory, nothing, wrong usage", () => {
  const show = (path: string) => {
    const { status, stdout, stderr } = bpf(["show", path, "--json"]);
    return status === 0 ? JSON.parse(stdout).kind : JSON.parse(stderr).error.code;
  };
  execFileSync("bpftool", ["prog", "load", exampleObject("pinmap"), `${root}/p`]);
  mkdirSync(`${root}/d`);
  symlinkSync("../p", `${root}/d/link`);
  symlinkSync("/etc", `${root}/d/out`);
  assert.is(show("p"), "prog");
  assert.is(show("d/link"), "prog");
  assert.is(show("d/out/x"), "ERR_PIN_PATH");
  assert.is(show("d"), "ERR_NOT_A_PIN");
  assert.is(show("gone"), "ERR_PIN_ABSENT");
  assert.is(show("a//b"), "ERR_PIN_PATH");
  for (const path of ["d", "p", "pinmap"]) rmSync(`${root}/${path}`, { recursive: true, force: true });
});

bin("a reader that goes away is no error", () => {
  const line = `"$0" "$1" ls | head -n 1; exit \${PIPESTATUS[0]}`;
  const { stdout, stderr, status } = spawnSync(
    "bash",
    ["-c", line, process.execPath, join(dist, "bin.cjs")],
    {
      encoding: "utf8",
    },
  );
  assert.equal([stdout, stderr, status], ["/sys/fs/bpf\n", "", 0]);
});

bin("the code cache of the build fits this Node, and lies beside the bundle", () => {
  for (const name of bundleNames) {
    const source = readFileSync(join(dist, bundleFile(name)), "latin1");
    const cache = readFileSync(join(dist, cacheFile(name)));
    assert.is(cache.toString("latin1", 0, 64), bundleHash(source));
    assert.is(new Script(source, { cachedData: cache.subarray(64) }).cachedDataRejected, false);
    const sum = execFileSync("sha256sum", { input: source.slice("(/*".length + 64), encoding: "utf8" });
    assert.is(sum.slice(0, 64), bundleHash(source), "the hash is of what follows it");
  }
});

bin("without a cache, or with one that does not fit, the command works alike", ({ copy }) => {
  const path = join(copy, "dist", cacheFile("command"));
  const good = readFileSync(path);
  const copied = join(copy, "dist", "bin.cjs");
  const expected = bpf(["ls"]).stdout;
  const wrongHash = Buffer.from(good);
  wrongHash.fill("0", 0, 64);
  const caches = [
    undefined,
    Buffer.alloc(0),
    wrongHash,
    Buffer.concat([good.subarray(0, 64), Buffer.from("garbage")]), // V8 checks its own header
    good.subarray(0, good.length - 1000),
  ];
  for (const cache of caches) {
    if (cache === undefined) rmSync(path);
    else writeFileSync(path, cache);
    const { stdout, stderr, status } = bpf(["ls"], copied);
    assert.equal([stdout, stderr, status], [expected, "", 0], `${cache?.length} bytes`);
  }
  writeFileSync(path, good);
});

bin("nothing is written when the command runs", ({ copy }) => {
  const before = readdirSync(join(copy, "dist")).join();
  bpf(["ls"], join(copy, "dist", "bin.cjs"));
  bpf(["show", "gone"], join(copy, "dist", "bin.cjs"));
  assert.is(readdirSync(join(copy, "dist")).join(), before);
});

bin.run();
