import { readFileSync } from "node:fs";
import { kindOf } from "./discover.mjs";
import { judge } from "./judge.mjs";
import { inPrivateBpffs } from "./namespace.mjs";
import { runProcess } from "./process.mjs";
import { parseDirectives, suitesNotRun } from "./source.mjs";

/** Seconds that one test file may take unless it asks for more. */
export const DEFAULT_TIMEOUT = 300;

/** Adds 90 ms to each start of Node, and no test needs it. */
const { NODE_EXTRA_CA_CERTS: _, FORCE_COLOR: __, ...environment } = process.env;

/** TypeScript goes through tsx; what the VM runs is JavaScript already, and tsx is not there. */
function nodeCommand(file) {
  const loader = file.endsWith(".ts") ? ["--import", import.meta.resolve("tsx")] : [];
  return [process.execPath, ...loader, file];
}

/**
 * @typedef {import("./judge.mjs").Verdict & { file: string, seconds: number, output: string }} SuiteResult
 */

/**
 * A test file with all that is known before it runs.
 *
 * @param {string} file
 */
export function describeFile(file) {
  const source = readFileSync(file, "utf8");
  const notRun = suitesNotRun(source);
  return { file, kernel: kindOf(file).kernel, notRun, ...parseDirectives(source) };
}

/**
 * Runs one test file in a process of its own.
 *
 * @param {ReturnType<typeof describeFile>} description
 * @param {{ timeoutSeconds?: number }} [options] the limit for files that do not name their own
 * @returns {Promise<SuiteResult>}
 */
export async function runSuiteFile(description, { timeoutSeconds = DEFAULT_TIMEOUT } = {}) {
  const { file, kernel, notRun } = description;
  if (notRun.length > 0) {
    const fault = `never run: ${notRun.join(", ")} (a suite needs its .run())`;
    return { file, passed: 0, failed: 1, skipped: 0, fault, reasons: [], seconds: 0, output: "" };
  }
  const command = nodeCommand(file);
  const timeoutMs = 1000 * Math.max(description.timeoutSeconds ?? 0, timeoutSeconds);
  const outcome = await runProcess(kernel ? inPrivateBpffs(command) : command, {
    env: environment,
    timeoutMs,
  });
  return { file, ...judge(outcome), seconds: outcome.seconds, output: outcome.output };
}

/** A file that cannot run here; counts as one skipped test. */
export function skipSuiteFile({ file }, reason) {
  return { file, passed: 0, failed: 0, skipped: 1, reasons: [`${file}: ${reason}`], seconds: 0, output: "" };
}
