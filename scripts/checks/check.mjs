import { ROOT } from "../setup/workspace.mjs";
import { runProcess } from "../suites/process.mjs";

/** Seconds that one check may take. */
const TIME_LIMIT = 300;

/**
 * A check is one test: a command that fails, or does not. A line `not compared: REASON` in its output means that it
 * could not judge here: it is skipped.
 *
 * @param {{ name: string, command: string[], cwd?: string, env?: NodeJS.ProcessEnv }} check
 * @returns {Promise<import("../suites/suite-file.mjs").SuiteResult>}
 */
export async function runCheck({ name, command, cwd = ROOT, env = process.env }) {
  const { status, signal, error, timedOut, output, seconds } = await runProcess(command, {
    cwd,
    env,
    timeoutMs: TIME_LIMIT * 1000,
  });
  const result = { file: name, passed: 0, failed: 0, skipped: 0, reasons: [], seconds, output };
  const unjudged = /^not compared: (.+)$/m.exec(output);
  if (status === 0 && unjudged === null) return { ...result, passed: 1 };
  if (status === 0) return { ...result, skipped: 1, reasons: [`${name}: ${unjudged[1]}`] };
  const end = timedOut
    ? `still running after ${TIME_LIMIT} s`
    : signal === null
      ? `exit status ${status}`
      : signal;
  return { ...result, failed: 1, fault: error?.message ?? end };
}
