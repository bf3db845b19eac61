import { readResults } from "../../e2e/vm/verdict.mjs";
import { runInVm } from "../../e2e/vm/vm.mjs";
import { failure } from "../suites/result.mjs";

/**
 * Runs the e2e suites in a virtual machine. Whatever goes wrong is a failure, never a skip.
 *
 * @param {{ kernel: string, timeoutSeconds: number }} options
 * @returns {Promise<import("../suites/result.mjs").Result[]>}
 */
export async function runVmSuites({ kernel, timeoutSeconds }) {
  const place = `vm ${kernel}`;
  const onLine = (line) => line.startsWith("@") || console.log(`    | ${line}`);
  try {
    const outcome = await runInVm({
      command: "node e2e/vm/guest-suites.mjs",
      tests: true,
      kernel,
      timeoutSeconds,
      onLine,
    });
    return readResults(outcome, place);
  } catch (error) {
    const fault = `the virtual machine could not be made: ${error.message.split("\n")[0]}`;
    return [failure(place, fault, { output: error.stack })];
  }
}
