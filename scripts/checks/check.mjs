import { ROOT } from "../setup/workspace.mjs";
import { runProcess } from "../suites/process.mjs";
import { failure, resultOf, skip } from "../suites/result.mjs";

/** Seconds that one check may take. */
const TIME_LIMIT = 300;

/**
 * A check is one test: a command that fails, or does not. A line `not compared: REASON` in its output means that it
 * could not judge here: it is skipped.
 *
 * @param {{ name: string, command: string[], cwd?: string, env?: NodeJS.ProcessEnv }} check
 * @returns {Promise<import("../suites/result.mjs").Result>}
 */
export async function runCheck({ name, command, cwd = ROOT, env = process.env }) {
  const { status, signal, error, timedOut, output, seconds } = await runProcess(command, {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    timeoutMs: TIME_LIMIT * 1000,
  });
  const ran = { seconds, output };
  const unjudged = /^not compared: (.+)$/m.exec(output);
  if (status === 0 && unjudged !== null) return { ...skip(name, unjudged[1]), ...ran };
  if (status === 0) return resultOf(name, { passed: 1, ...ran });
  const end = timedOut
    ? `still running after ${TIME_LIMIT} s`
    : signal === null
      ? `exit status ${status}`
      : signal;
  return failure(name, error?.message ?? end, ran);
}
