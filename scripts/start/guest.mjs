import { bootFault, guestStatus } from "../../e2e/vm/verdict.mjs";
import { runInVm } from "../../e2e/vm/vm.mjs";
import { StepError } from "../setup/progress.mjs";

/** Seconds for the boot and the demonstration, which take about 20 under emulation. */
const TIME_LIMIT = 180;

/**
 * Runs the demonstration in a virtual machine.
 *
 * @param {{ kvm?: boolean }} options
 * @throws {StepError} when it fails
 */
export async function runInGuest({ kvm }) {
  const outcome = await runInVm({
    command: "mount -t bpf bpf /sys/fs/bpf && node e2e/demo/main-job.mjs",
    kvm,
    timeoutSeconds: TIME_LIMIT,
    onLine: (line) => console.log(line),
  });
  const fault = bootFault(outcome);
  if (fault !== undefined) throw new StepError(fault);
  const status = guestStatus(outcome.lines);
  if (status !== 0) throw new StepError(`The demonstration failed in the guest (status ${status}).`);
}
