import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
// @ts-expect-error the install script's copy, which has no types
import { platformName as installedPlatformName } from "../../scripts/platform.mjs";
import { libc, platformName } from "../../src/addon/platform.js";

const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const directory = mkdtempSync(join(tmpdir(), "syscall-"));
const copy = join(directory, "node_modules", "@bpf", "syscall");
const prebuilt = join(copy, "prebuilds", platformName(), "bpf_syscall.node");
const built = join(copy, "build", "Release", "bpf_syscall.node");

const test = suite("loading the addon");

/** The package as it would be installed, without any binary. */
test.before.each(() => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of ["dist", "package.json"])
    cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
});
test.after(() => rmSync(directory, { recursive: true }));

function put(path: string, content?: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (content === undefined) cpSync(join(packageRoot, "build", "Release", "bpf_syscall.node"), path);
  else writeFileSync(path, content);
}

/** Runs a script beside the copy. */
function run(script: string, ...options: string[]): string {
  return execFileSync(process.execPath, [...options, "-e", script], { cwd: directory, encoding: "utf8" });
}

const outcome = `
  const { pageSize, AddonError } = require("@bpf/syscall");
  try { console.log(pageSize()); }
  catch (error) { console.log(error.code, AddonError.is(error), error.message); }`;

test("importing without a binary is fine, by import and by require", () => {
  assert.is(run('console.log(typeof require("@bpf/syscall").mapCreate)'), "function\n");
  const script = 'import { mapCreate } from "@bpf/syscall"; console.log(typeof mapCreate)';
  assert.is(run(script, "--input-type=module"), "function\n");
});

test("calling without a binary says platform, places and commands", () => {
  const text = run(outcome);
  assert.match(text, /^ERR_BPF_ADDON true cannot load the native addon/);
  assert.match(text, `on ${process.platform}-${process.arch}-${libc()}, Node.js ${process.version}`);
  assert.match(text, `${prebuilt}: no binary for this platform`);
  assert.match(text, `${built}: not compiled`);
  assert.match(text, "apt-get install g++ linux-libc-dev");
  assert.match(text, "npm rebuild @bpf/syscall");
});

test("a broken binary is named with its fault, and the other one is used", () => {
  put(built, "not an ELF file");
  const text = run(outcome);
  assert.match(text, /^ERR_BPF_ADDON/);
  assert.match(text, `${built}: `);
  assert.match(text, /invalid ELF header|file too short/);
  put(prebuilt);
  assert.match(run(outcome), /^\d+\n$/);
});

test("a compiled binary will do, and so will a prebuilt one", () => {
  put(built);
  assert.match(run(outcome), /^\d+\n$/);
  rmSync(built);
  put(prebuilt);
  assert.match(run(outcome), /^\d+\n$/);
});

test("a binary of another version is refused", () => {
  put(built);
  const script = `
    const { dlopen } = process;
    process.dlopen = (module, path) => {
      dlopen.call(process, module, path);
      module.exports = { ...module.exports, version: 0 };
    };
    ${outcome}`;
  assert.match(run(script), /made for another version of @bpf\/syscall \(0, not 5\)/);
});

test("a bundle of this package's code finds the package's binary", () => {
  put(built);
  const bundle = join(directory, "bundle", "dist", "all.cjs");
  put(bundle, readFileSync(join(copy, "dist", "index.cjs"), "utf8"));
  const script = outcome.replace('"@bpf/syscall"', JSON.stringify(bundle));
  assert.match(run(script), /^\d+\n$/);
});

/** A bundle of this package's code in DIRECTORY/dist, with a binary that does not load in DIRECTORY. */
function bundleBesidePlant(directoryName: string, packageName: string): string {
  const at = join(directory, directoryName);
  put(join(at, "dist", "all.cjs"), readFileSync(join(copy, "dist", "index.cjs"), "utf8"));
  put(join(at, "package.json"), JSON.stringify({ name: packageName }));
  put(join(at, "build", "Release", "bpf_syscall.node"), "planted");
  return outcome.replace('"@bpf/syscall"', JSON.stringify(join(at, "dist", "all.cjs")));
}

test("a bundle does not look above its directory: not in another package", () => {
  put(built);
  assert.match(run(bundleBesidePlant("application", "application")), /^\d+\n$/);
});

test("a bundle does not look above its directory: not in one like /tmp, whatever lies there", () => {
  put(built);
  const script = bundleBesidePlant("shared", "@bpf/syscall");
  chmodSync(join(directory, "shared"), 0o1777);
  assert.match(run(script), /^\d+\n$/);
});

test("off Linux: importing works, calling says that bpf(2) is Linux's", () => {
  const script = `Object.defineProperty(process, "platform", { value: "darwin" }); ${outcome}`;
  const text = run(script);
  assert.match(text, /^ERR_BPF_ADDON true cannot load the native addon of @bpf\/syscall on darwin-/);
  assert.match(text, "bpf(2) is a system call of Linux");
  assert.not.match(text, "apt-get");
});

test("import and require give one implementation", () => {
  const script = `
    import { createRequire } from "node:module";
    import { BpfFd } from "@bpf/syscall";
    console.log(createRequire(import.meta.url)("@bpf/syscall").BpfFd === BpfFd);`;
  assert.is(run(script, "--input-type=module"), "true\n");
});

test("the install script looks in the same folder", () => {
  assert.is(installedPlatformName(), platformName());
});

test.run();
