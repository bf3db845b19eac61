#!/usr/bin/env node
/**
 * Compiles native/*.cc to build/Release/bpf_syscall.node, when an input changed since the last time.
 *
 * Needs a C++17 compiler (`$CXX`, else `c++`) and the Linux headers, no Python and no download: the addon speaks
 * Node-API only, whose declarations come from the npm package node-api-headers.
 * In this repository warnings are errors; a newer compiler's new warning must not break the install of a package.
 *
 *   --force     compile even if nothing changed
 *   --asan      compile build/Asan/bpf_syscall.node, with AddressSanitizer, for tests only: no process loads it from
 *               there. A test puts it in the place of a copy's build/Release, and starts Node.js with the runtime
 *               preloaded: test/asan.ts
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Where the binary is put; the loader looks there first. */
export const builtAddon = join(root, "build", "Release", "bpf_syscall.node");

/** The same with AddressSanitizer; nothing looks for it there, and packages leave it out. */
export const asanAddon = join(root, "build", "Asan", "bpf_syscall.node");

const asanFlags = ["-fsanitize=address", "-fno-omit-frame-pointer", "-g1", "-O1"];

export const compilerNeeded =
  "It needs a C++17 compiler and the Linux headers.\n" +
  "  Debian, Ubuntu:  apt-get install g++ linux-libc-dev\n" +
  "  Alpine:          apk add g++ linux-headers\n" +
  "  Fedora, RHEL:    dnf install gcc-c++ kernel-headers";

/** The compiler's command line without sources and output. */
function compilerCommand(flags) {
  const headers = join(dirname(require.resolve("node-api-headers/package.json")), "include");
  const wrapper = dirname(require.resolve("node-addon-api/package.json"));
  return [
    ...(process.env.CXX || "c++").split(" ").filter((word) => word !== ""),
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-shared",
    "-fno-exceptions",
    "-fno-rtti",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    ...(existsSync(join(root, "src")) ? ["-Werror"] : []),
    "-DNAPI_VERSION=8",
    "-DNAPI_DISABLE_CPP_EXCEPTIONS",
    // As system headers: their warnings are not ours.
    "-isystem",
    headers,
    "-isystem",
    wrapper,
    "-Wl,-z,relro,-z,now",
    ...flags,
  ];
}

/** Everything that the binary depends on, as one hash. */
function digest(command, files) {
  const versions = ["node-api-headers", "node-addon-api"].map(
    (name) => require(`${name}/package.json`).version,
  );
  const hash = createHash("sha256");
  for (const part of [process.arch, ...command, ...versions]) hash.update(part).update("\0");
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** Compiles if needed; returns whether it did. Throws if the compiler cannot be run, or fails. */
export function buildAddon({ output = builtAddon, force = false, flags = ["-s"] } = {}) {
  const native = join(root, "native");
  const files = readdirSync(native)
    .sort()
    .map((name) => join(native, name));
  const command = compilerCommand(flags);
  const inputs = digest(command, files);
  const stamp = join(dirname(output), "inputs.sha256");
  const unchanged = existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === inputs;
  if (unchanged && !force) return false;

  mkdirSync(dirname(output), { recursive: true });
  // Renamed into place, so that a process which loads the addon meanwhile never sees half a file.
  const partial = `${output}.${process.pid}`;
  const [compiler, ...options] = command;
  const sources = files.filter((file) => file.endsWith(".cc"));
  try {
    execFileSync(compiler, [...options, ...sources, "-o", partial], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    renameSync(partial, output);
  } finally {
    rmSync(partial, { force: true });
  }
  writeFileSync(stamp, inputs);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  try {
    const force = process.argv.includes("--force");
    const asan = process.argv.includes("--asan");
    const compiled = buildAddon(asan ? { output: asanAddon, force, flags: asanFlags } : { force });
    console.log(
      compiled ? `bpf_syscall.node compiled in ${Date.now() - started} ms` : "bpf_syscall.node is up to date",
    );
  } catch (error) {
    console.error(`@bpf/syscall: cannot compile the addon: ${error.message}\n${compilerNeeded}`);
    process.exitCode = 1;
  }
}
