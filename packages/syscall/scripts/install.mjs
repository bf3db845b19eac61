#!/usr/bin/env node
/**
 * Runs when the package is installed: the prebuilt binary if it fits this machine, else a compilation. Without a
 * compiler it says what to do and succeeds all the same: what depends on this package may not need the addon yet,
 * and the first call that does says it again.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { buildAddon, builtAddon, compilerNeeded } from "./build-addon.mjs";
import { platformName } from "./platform.mjs";

const require = createRequire(import.meta.url);
const prebuilt = fileURLToPath(new URL(`../prebuilds/${platformName()}/bpf_syscall.node`, import.meta.url));

/** Whether a binary can be loaded here (it may need a newer C library); undefined, or why not. */
function failureOf(path) {
  try {
    require(path);
    return undefined;
  } catch (error) {
    return error.code === "MODULE_NOT_FOUND" ? "there is none" : error.message;
  }
}

function install() {
  if (process.platform !== "linux") {
    console.log(
      `@bpf/syscall: bpf(2) exists on Linux only; on ${process.platform} the package loads, its calls fail.`,
    );
    return;
  }
  const unfit = failureOf(prebuilt);
  if (unfit === undefined) return;
  console.log(`@bpf/syscall: no prebuilt binary for ${platformName()} (${unfit}); compiling the addon.`);
  try {
    buildAddon();
    require(builtAddon);
  } catch (error) {
    console.warn(`@bpf/syscall: cannot compile the addon: ${error.message}\n${compilerNeeded}`);
    console.warn("Then: npm rebuild @bpf/syscall --foreground-scripts   (pnpm: pnpm rebuild @bpf/syscall)");
  }
}

install();
