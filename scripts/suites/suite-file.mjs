import { readFileSync } from "node:fs";
import { kindOf } from "./discover.mjs";
import { judge } from "./judge.mjs";
import { inPrivateBpffs } from "./namespace.mjs";
import { runProcess } from "./process.mjs";
import { failure, resultOf } from "./result.mjs";
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
 * A test file with all that is known before it runs.
 *
 * @param {string} file
 * @returns {{ file: string, kernel: boolean, exclusive: boolean, timeoutSeconds?: number, fault?: string }}
 */
export function describeFile(file) {
  const { kernel } = kindOf(file);
  const source = readFileSync(file, "utf8");
  const notRun = suitesNotRun(source);
  const fault = notRun.length > 0 ? `never run: ${notRun.join(", ")} (a suite needs its .run())` : undefined;
  try {
    return { file, kernel, fault, ...parseDirectives(source) };
  } catch (error) {
    return { file, kernel, exclusive: false, fault: error.message };
  }
}

/**
 * Runs one test file in a process of its own.
 *
 * @param {ReturnType<typeof describeFile>} description
 * @param {{ timeoutSeconds?: number }} [options] the limit for files that do not name a longer one
 * @returns {Promise<import("./result.mjs").Result>}
 */
export async function runSuiteFile(description, { timeoutSeconds = DEFAULT_TIMEOUT } = {}) {
  const { file, kernel, fault } = description;
  if (fault !== undefined) return failure(file, fault);
  const command = nodeCommand(file);
  const timeoutMs = 1000 * Math.max(description.timeoutSeconds ?? 0, timeoutSeconds);
  const outcome = await runProcess(kernel ? inPrivateBpffs(command) : command, {
    env: environment,
    timeoutMs,
  });
  const { seconds, output } = outcome;
  return resultOf(file, { ...judge(outcome), seconds, output });
}
