import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { aptInstall, hasProgram } from "./apt.mjs";
import { step } from "./progress.mjs";

/** Absolute path of the repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** pnpm asks before it removes a node_modules of another make, unless this is set; turbo would tell about itself. */
export const BUILD_ENVIRONMENT = {
  ...process.env,
  CI: "true",
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
};

/**
 * A command run by the pnpm that package.json names, whatever pnpm the machine has.
 *
 * @param {string[]} command
 * @returns {string[]}
 */
export function pnpm(command) {
  const { packageManager } = JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8"));
  // npx asks before it installs, and a machine may have set npm's `yes` to false.
  return ["npx", "--yes", packageManager.split("+")[0], ...command];
}

/** A C++ compiler for the addon; g++ from Debian where there is none. */
export async function ensureCompiler() {
  if (process.env.CXX !== undefined || hasProgram("g++") || hasProgram("c++") || hasProgram("clang++"))
    return;
  await aptInstall(["g++"], "the native addon is compiled here");
}

/** Installs the dependencies that the lock file names. */
export async function installDependencies() {
  await step("Installing dependencies", pnpm(["install", "--frozen-lockfile"]), {
    cwd: ROOT,
    env: BUILD_ENVIRONMENT,
  });
}

/** Builds every package in the order of their dependencies; turbo passes over what has not changed. */
export async function build() {
  await step("Building the packages", pnpm(["exec", "turbo", "run", "build"]), {
    cwd: ROOT,
    env: BUILD_ENVIRONMENT,
  });
}
