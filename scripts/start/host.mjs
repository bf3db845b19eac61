import { spawnSync } from "node:child_process";
import { StepError } from "../setup/progress.mjs";
import { ROOT } from "../setup/workspace.mjs";
import { inPrivateBpffs, probePrivateBpffs } from "../suites/namespace.mjs";

/** sudo has a PATH of its own, which may not hold this Node. */
const SUDO = 'sudo env "PATH=$PATH" npm start';

/**
 * Finds out, before anything is installed, whether the demonstration can run on this kernel.
 *
 * @throws {StepError} whose text says what to do
 */
export function requirePrivateBpffs() {
  const probe = probePrivateBpffs();
  if (probe.possible) return;
  const what = "A private mount namespace with a bpffs in it cannot be made here";
  const advice = probe.privilege
    ? `bpf(2) and the mount need root, or the capabilities CAP_BPF and CAP_SYS_ADMIN. Either\n    ${SUDO}\nor`
    : "It takes Linux with CONFIG_BPF_SYSCALL, a /sys/fs/bpf directory, and unshare and mount of util-linux. Or";
  throw new StepError(
    `${what}:\n    ${probe.reason}\n${advice} in a virtual machine, which touches nothing of this system:\n    npm start -- --vm`,
  );
}

/**
 * Runs the demonstration on this kernel, in a mount namespace of its own.
 *
 * @throws {StepError} when it fails
 */
export function runOnHost() {
  console.log("==> The main job, in a private mount namespace with a bpffs of its own");
  const [program, ...args] = inPrivateBpffs([process.execPath, "e2e/demo/main-job.mjs"]);
  const { status, signal, error } = spawnSync(program, args, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0)
    throw new StepError(`The demonstration failed (${error?.message ?? signal ?? `status ${status}`}).`);
}
