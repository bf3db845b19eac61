import { spawn } from "node:child_process";

/** Bytes of a child's output that are kept; what came before is cut. */
const OUTPUT_LIMIT = 512 * 1024;

/** How long, in ms, pipes may stay open after the child has exited: a process that left the group holds them. */
const DRAIN_LIMIT = 2000;

/** Process groups that are alive now. They are detached, so they would outlive an interrupted parent. */
const groups = new Set();

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function killAll() {
  for (const pid of groups) killGroup(pid);
}

process.on("exit", killAll);
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
]) {
  process.on(signal, () => process.exit(128 + number));
}

/**
 * @typedef {object} Outcome
 * @property {number | null} status exit status; null when a signal ended it, or when it never started
 * @property {string | null} signal
 * @property {boolean} timedOut the time limit was reached, and the whole process group was killed
 * @property {string} output stdout and stderr as they came, at most the last 512 KiB
 * @property {number} seconds
 * @property {Error} [error] the program could not be started
 */

/**
 * Runs a program as the leader of a process group of its own, with nothing on stdin. When it has ended,
 * whatever is left of its group is killed.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onOutput?: (text: string) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function runProcess([program, ...args], { cwd, env, timeoutMs, onOutput } = {}) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let timedOut = false;
    const settle = (rest) => {
      clearTimeout(timer);
      groups.delete(child.pid);
      resolve({ timedOut, output, seconds: (performance.now() - started) / 1000, ...rest });
    };
    const timer = setTimeout(
      () => {
        timedOut = true;
        killGroup(child.pid);
      },
      timeoutMs ?? 2 ** 31 - 1,
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output = (output + text).slice(-OUTPUT_LIMIT);
        onOutput?.(text);
      });
    }
    if (child.pid !== undefined) groups.add(child.pid);
    child.on("error", (error) => settle({ status: null, signal: null, error }));
    child.on("exit", () => {
      killGroup(child.pid);
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_LIMIT).unref();
    });
    child.on("close", (status, signal) => settle({ status, signal }));
  });
}
