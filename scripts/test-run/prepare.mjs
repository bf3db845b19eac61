import { VM_PACKAGES } from "../../e2e/vm/prerequisites.mjs";
import { aptInstall } from "../setup/apt.mjs";
import { build, installDependencies } from "../setup/workspace.mjs";

/** Debian packages that tests compile, compare or inject faults with. */
const PACKAGES = [
  "g++",
  "make",
  "clang",
  "llvm",
  "bpftool",
  "libbpf-dev",
  "libelf-dev",
  "zlib1g-dev",
  "strace",
  "iproute2",
  "util-linux",
];

/**
 * Installs all that the tests need, and builds.
 *
 * @param {{ vm: boolean }} options
 * @throws {import("../setup/progress.mjs").StepError}
 */
export async function prepare({ vm }) {
  await aptInstall(vm ? [...PACKAGES, ...VM_PACKAGES] : PACKAGES, "the tests");
  await installDependencies();
  await build();
}
