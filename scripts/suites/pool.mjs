import { availableParallelism } from "node:os";
import { probePrivateBpffs } from "./namespace.mjs";
import { skip } from "./result.mjs";
import { describeFile, runSuiteFile } from "./suite-file.mjs";

/**
 * Runs test files, several at once; those that ask to be alone come last, one by one.
 *
 * @param {string[]} files
 * @param {{ jobs?: number, timeoutSeconds?: number, onResult?: (result: import("./result.mjs").Result) => void }} [options]
 * @returns {Promise<import("./result.mjs").Result[]>} in the order in which they ended
 */
export async function runSuites(files, { jobs = availableParallelism(), timeoutSeconds, onResult } = {}) {
  const descriptions = files.map(describeFile);
  const probe = descriptions.some(({ kernel }) => kernel) ? probePrivateBpffs() : { possible: true };
  const denied = !probe.possible && probe.privilege;
  const results = [];
  const runOne = async (description) => {
    const result =
      description.kernel && denied
        ? skip(description.file, probe.reason)
        : await runSuiteFile(description, { timeoutSeconds });
    results.push(result);
    onResult?.(result);
  };
  const waiting = descriptions.filter(({ exclusive }) => !exclusive);
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runOne(next);
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  for (const description of descriptions.filter(({ exclusive }) => exclusive)) await runOne(description);
  return results;
}
