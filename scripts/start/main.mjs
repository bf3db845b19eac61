import { parseArgs } from "node:util";
import { ensureVmPackages } from "../../e2e/vm/prerequisites.mjs";
import { StepError } from "../setup/progress.mjs";
import { build, ensureCompiler, installDependencies } from "../setup/workspace.mjs";
import { runInGuest } from "./guest.mjs";
import { requirePrivateBpffs, runOnHost } from "./host.mjs";

const HELP = `Usage: npm start [-- OPTIONS]

Sets up and builds everything, then shows the main job on the example objects: load, look, load again, use a map from
another process, unpin. It happens in a bpffs of its own in a private mount namespace, which is gone at the end.

  --vm    in a virtual machine (QEMU, emulated) with Debian's 6.1 kernel instead of on this one: needs no root
          once qemu-system-x86, busybox-static and cpio are installed
  --kvm   with --vm: hardware acceleration
  --help  this text`;

/**
 * `npm start`.
 *
 * @param {string[]} args
 */
export async function main(args) {
  const { values } = parseArgs({
    args,
    options: { vm: { type: "boolean" }, kvm: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const started = performance.now();
  try {
    if (values.vm) await ensureVmPackages();
    else requirePrivateBpffs();
    await ensureCompiler();
    await installDependencies();
    await build();
    await (values.vm ? runInGuest({ kvm: values.kvm }) : runOnHost());
    console.log(`(${((performance.now() - started) / 1000).toFixed(0)} s in all)`);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
