/** The built command where the package of the addon has no binary. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CommandEnd } from "../src/bpf-command.js";
import { examples } from "../src/objects.js";

const test = suite("no addon");
const require = createRequire(import.meta.url);
const installed = mkdtempSync(join(tmpdir(), "bpf-no-addon-"));

/** The built packages as npm would lay them out, but for what is compiled. */
test.before(() => {
  for (const name of ["elf", "syscall", "pinning", "cli"]) {
    const from = dirname(require.resolve(`@bpf/${name}/package.json`));
    for (const path of ["package.json", "dist"])
      cpSync(join(from, path), join(installed, "node_modules/@bpf", name, path), { recursive: true });
  }
});
test.after(() => rmSync(installed, { recursive: true }));

function bpf(...args: string[]): CommandEnd {
  const file = join(installed, "node_modules/@bpf/cli/dist/bin.cjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const pinmap = join(examples, "pinmap.o");
const lines = [
  ["load", pinmap],
  ["plan", pinmap],
  ["unpin", pinmap],
  ["unpin", "/sys/fs/bpf/pinmap"],
  ["ls"],
  ["show", "pinmap"],
  ["pin", "map", "1", "x"],
];
for (const args of lines) {
  test(`${args.slice(0, -1).join(" ") || args[0]}: exit 1, and how to get the binary`, () => {
    const { status, stdout, stderr } = bpf(...args, "--json");
    assert.is(status, 1, stderr);
    assert.is(stdout, "");
    const { code, message } = JSON.parse(stderr).error;
    assert.is(code, "ERR_BPF_ADDON", message);
    assert.match(message, `${process.platform}-${process.arch}`);
    assert.match(message, `Node.js ${process.version}`);
    assert.match(message, "npm rebuild @bpf/syscall");
    assert.match(message, "apt-get install g++");
    assert.match(message, join(installed, "node_modules/@bpf/syscall"));
    const inWords = bpf(...args);
    assert.is(inWords.status, 1);
    assert.match(inWords.stderr, "npm rebuild @bpf/syscall");
    assert.not.match(inWords.stderr, /^\s+at /m);
  });
}

test("what needs no kernel works: inspect, --help", () => {
  const inspect = bpf("inspect", pinmap, "--json");
  assert.is(inspect.status, 0, inspect.stderr);
  assert.is(JSON.parse(inspect.stdout).maps[0].name, "pinmap");
  assert.is(bpf("--help").status, 0);
});

test.run();
