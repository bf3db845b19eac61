import { runCheck } from "../checks/check.mjs";
import { checkPackages } from "../checks/package-checks.mjs";
import { runSuites } from "../suites/pool.mjs";
import { skip } from "../suites/result.mjs";
import { runVmSuites } from "./run-vm.mjs";

/**
 * Runs a selection part by part; a failure in one keeps no other from running.
 *
 * @param {ReturnType<typeof import("./units.mjs").selectUnits>} selection
 * @param {{ vm: boolean, vmTimeoutSeconds: number }} options
 * @param {(result: import("../suites/result.mjs").Result) => void} report
 */
export async function runAll({ checks, packages, files, kernels }, { vm, vmTimeoutSeconds }, report) {
  for (const check of checks) report(await runCheck(check));
  if (packages.length > 0) await checkPackages(report);
  if (files.length > 0) console.log("==> Test files, each in a process of its own");
  await runSuites(files, { onResult: report });
  for (const kernel of kernels) {
    const results = vm
      ? await runVmSuites({ kernel, timeoutSeconds: vmTimeoutSeconds })
      : [skip(`vm ${kernel}`, "--no-vm was given")];
    results.forEach(report);
  }
}
