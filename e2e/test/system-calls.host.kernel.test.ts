/** The system calls of the command as a whole process, as strace sees them. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commandFile } from "../src/bpf-command.js";
import { bpffs, emptyBpffs } from "../src/bpffs.js";
import { examples } from "../src/objects.js";

const test = suite("system calls of the command");
test.before(() => emptyBpffs());

/** strace's lines of a run of `bpf`, each one a call. */
function callsOf(syscalls: string, ...args: string[]): string[] {
  const strace = ["-f", "-qq", "-s", "300", "-e", `trace=${syscalls}`, "-e", "signal=none"];
  const { status, stderr, error } = spawnSync("strace", [...strace, process.execPath, commandFile, ...args], {
    encoding: "utf8",
  });
  if (error) throw error;
  assert.is(status, 0, stderr);
  return stderr.split("\n").filter((line) => /\w+\(/.test(line));
}

const object = join(examples, "shared-config.o");
const load = [object, "--pin-path", "shared_c.data=cfg/deep/data"];
const runs: [verb: string, ...args: string[]][] = [
  ["load", ...load],
  ["load", ...load],
  ["plan", ...load],
  ["ls"],
  ["show", "cfg/deep/data"],
  ["unpin", ...load],
];

for (const [index, args] of runs.entries()) {
  test(`${index + 1}. ${args[0]}: whatever lies below root is opened beneath a directory that is open`, () => {
    const opened = callsOf("openat2", ...args);
    // A directory that is open is opened anew, as ".", to be read.
    const anew = /openat2\(\d+, "\."/;
    const below = opened.filter((line) => !line.includes("openat2(AT_FDCWD") && !anew.test(line));
    assert.ok(below.length > 0, opened.join("\n"));
    for (const line of below) {
      assert.match(line, /openat2\(\d+, "[^"/]+", /);
      for (const flag of ["RESOLVE_BENEATH", "RESOLVE_NO_MAGICLINKS", "RESOLVE_NO_SYMLINKS"])
        assert.match(line, new RegExp(`resolve=[A-Z_|]*\\b${flag}\\b`));
    }
    const above = opened.filter((line) => !below.includes(line) && !anew.test(line));
    for (const line of above) assert.match(line, `openat2(AT_FDCWD, "${bpffs}", `);
  });
}

test("nothing is pinned, made or removed by a path from the top", () => {
  for (const verb of ["load", "unpin"]) {
    const calls = callsOf("bpf,mkdirat,mkdir,unlinkat,unlink,rmdir,rename,renameat2", verb, ...load);
    const paths = calls.flatMap((line) => line.match(/(?<=(?:pathname=|\d, |\()")[^"]*(?=")/g) ?? []);
    assert.ok(paths.length > 0, calls.join("\n"));
    for (const path of paths) assert.match(path, /^(?:\/proc\/self\/fd\/\d+(?:\/[^/]+)?|[^/]+)$/);
  }
});

test.run();
