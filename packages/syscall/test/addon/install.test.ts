import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { platformName } from "../../src/addon/platform.js";

const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const directory = mkdtempSync(join(tmpdir(), "install-"));
const copy = join(directory, "syscall");
const built = join(copy, "build", "Release", "bpf_syscall.node");
const test = suite("the install script");

/** The published files, without a binary. */
test.before.each(() => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const part of ["native", "scripts", "package.json"]) {
    cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(packageRoot, "node_modules"), join(copy, "node_modules"));
});
test.after(() => rmSync(directory, { recursive: true }));

function install(env: NodeJS.ProcessEnv = {}) {
  const result = spawnSync(process.execPath, [join(copy, "scripts", "install.mjs")], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

test("compiles where there is no prebuilt binary", () => {
  const { status, output } = install();
  assert.is(status, 0, output);
  assert.match(output, `no prebuilt binary for ${platformName()}`);
  assert.ok(existsSync(built));
  assert.equal(readdirSync(dirname(built)).sort(), ["bpf_syscall.node", "inputs.sha256"]);
});

test("uses a prebuilt binary that loads, in silence", () => {
  const prebuilt = join(copy, "prebuilds", platformName(), "bpf_syscall.node");
  cpSync(join(packageRoot, "build", "Release", "bpf_syscall.node"), prebuilt);
  assert.equal(install({ CXX: "/none/c++" }), { status: 0, output: "" });
  assert.not(existsSync(built));
});

test("without a compiler it says what to install, and does not fail", () => {
  const { status, output } = install({ CXX: "/none/c++" });
  assert.is(status, 0);
  assert.match(output, "cannot compile the addon");
  assert.match(output, "/none/c++");
  assert.match(output, "apt-get install g++ linux-libc-dev");
  assert.match(output, "npm rebuild @bpf/syscall");
  assert.not(existsSync(built));
});

test("a failing compiler leaves no half-made binary", () => {
  const { status, output } = install({ CXX: "false" });
  assert.is(status, 0);
  assert.match(output, "cannot compile the addon");
  assert.equal(readdirSync(dirname(built)), []);
});

test.run();
