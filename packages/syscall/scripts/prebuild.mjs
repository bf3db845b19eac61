#!/usr/bin/env node
/**
 * Compiles the binary that travels in the package: prebuilds/PLATFORM/bpf_syscall.node. It must load wherever Node.js
 * 20 runs, so no symbol may be newer than the C and C++ libraries that Node.js 20 asks for.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { buildAddon } from "./build-addon.mjs";
import { platformName } from "./platform.mjs";

/** https://github.com/nodejs/node/blob/v20.x/BUILDING.md: glibc 2.28, and libstdc++ of GCC 8. */
const newest = { GLIBC: [2, 28, 0], GLIBCXX: [3, 4, 25] };

const output = fileURLToPath(new URL(`../prebuilds/${platformName()}/bpf_syscall.node`, import.meta.url));

/** Symbol versions that the binary asks for and an old system lacks. */
function tooNew() {
  const versions = readFileSync(output, "latin1").matchAll(/(GLIBC|GLIBCXX)_(\d+)\.(\d+)(?:\.(\d+))?/g);
  return [...versions].filter(([, library, ...parts]) => {
    const differing = newest[library].findIndex((most, index) => Number(parts[index] ?? 0) !== most);
    return differing >= 0 && Number(parts[differing] ?? 0) > newest[library][differing];
  });
}

buildAddon({ output });
const unfit = tooNew();
if (unfit.length > 0) throw new Error(`${output} needs ${unfit.map(([version]) => version).join(", ")}`);
createRequire(import.meta.url)(output);
console.log(`prebuilt ${output}`);
