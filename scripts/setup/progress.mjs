import { runProcess } from "../suites/process.mjs";
import { withoutColours } from "../suites/totals.mjs";

/** A silent command shows a sign of life after so many ms. */
const HEARTBEAT = 5000;

/** A step of the set-up failed; the text holds the command and the end of its output. */
export class StepError extends Error {
  name = "StepError";
}

/** Quotes only what a shell would take apart, for showing a command to a person. */
export function shown(command) {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

/**
 * Runs a command under a heading; its output is kept back unless it fails, but every few seconds its last line is
 * shown.
 *
 * @param {string} heading
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<string>} the output
 * @throws {StepError}
 */
export async function step(heading, command, options) {
  console.log(`==> ${heading}\n    $ ${shown(command)}`);
  let last = "";
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  const heartbeat = setInterval(() => console.log(`    … ${seconds()} ${last}`), HEARTBEAT);
  const onOutput = (text) => {
    last = (
      withoutColours(text)
        .trimEnd()
        .split(/[\r\n]/)
        .at(-1) || last
    ).slice(0, 100);
  };
  const outcome = await runProcess(command, { ...options, onOutput });
  clearInterval(heartbeat);
  if (outcome.status === 0) {
    console.log(`    done, ${outcome.seconds.toFixed(1)} s`);
    return outcome.output;
  }
  const end =
    outcome.error?.message ??
    (outcome.timedOut ? "time limit" : `exit status ${outcome.status ?? outcome.signal}`);
  const tail = withoutColours(outcome.output).trimEnd().split("\n").slice(-40).join("\n    | ");
  throw new StepError(`${heading}: failed (${end})\n    $ ${shown(command)}\n    | ${tail}`);
}
