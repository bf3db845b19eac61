#!/usr/bin/env node
/**
 * Compiles native/*.cc to build/Release/bpf_syscall.node, when an input changed since the last time.
 *
 * Needs a C++17 compiler (`$CXX`, else `c++`) and the Linux headers, no Python and no download: the addon speaks
 * Node-API only, whose declarations come from the npm package node-api-headers.
 *
 *   --strict    warnings are errors (this repository); a newer compiler's new warning must not break an install
 *   --force     compile even if nothing changed
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
export const output = join(root, "build", "Release", "bpf_syscall.node");
const stamp = join(root, "build", "Release", "inputs.sha256");

const headers = join(dirname(require.resolve("node-api-headers/package.json")), "include");
const wrapper = dirname(require.resolve("node-addon-api/package.json"));

/** The compiler's command line without sources and output. */
function flags({ strict }) {
  return [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-shared",
    "-fno-exceptions",
    "-fno-rtti",
    "-fvisibility=hidden",
    "-Wall",
    "-Wextra",
    ...(strict ? ["-Werror"] : []),
    "-DNAPI_VERSION=8",
    "-DNAPI_DISABLE_CPP_EXCEPTIONS",
    "-isystem",
    headers,
    "-isystem",
    wrapper,
    "-Wl,-z,relro,-z,now",
    "-s",
  ];
}

function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Compiles if needed; returns whether it did. Throws what the compiler's failure was. */
export function buildAddon({ strict = false, force = false } = {}) {
  const [compiler, ...given] = (process.env.CXX || "c++").split(" ").filter((word) => word !== "");
  const native = join(root, "native");
  const files = readdirSync(native).sort();
  const sources = files.filter((file) => file.endsWith(".cc")).map((file) => join(native, file));
  const command = [compiler, ...given, ...flags({ strict })];
  const inputs = digest([
    process.arch,
    ...command,
    readFileSync(join(wrapper, "package.json")),
    readFileSync(join(wrapper, "..", "node-addon-api", "napi.h")),
    ...files.map((file) => readFileSync(join(native, file))),
  ]);
  if (!force && existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === inputs)
    return false;

  mkdirSync(dirname(output), { recursive: true });
  // Renamed into place, so that a process which loads the addon meanwhile never sees half a file.
  const partial = `${output}.${process.pid}`;
  try {
    execFileSync(compiler, [...command.slice(1), ...sources, "-o", partial], {
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
  const options = { strict: process.argv.includes("--strict"), force: process.argv.includes("--force") };
  const started = Date.now();
  try {
    const compiled = buildAddon(options);
    console.log(
      compiled ? `bpf_syscall.node compiled in ${Date.now() - started} ms` : "bpf_syscall.node is up to date",
    );
  } catch (error) {
    console.error(`@bpf/syscall: cannot compile the addon: ${error.message}`);
    console.error(
      "It needs a C++17 compiler and the Linux headers. On Debian or Ubuntu: apt-get install g++ linux-libc-dev",
    );
    process.exitCode = 1;
  }
}
