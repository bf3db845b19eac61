import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// NODE_EXTRA_CA_CERTS adds about 90 ms to every start of Node where it is set, and would flatter ratios.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** What every process that is measured gets. */
export const environment = env;

/** A worker of ours as a command line. */
export function workerCommand(name, args) {
  const file = fileURLToPath(new URL(`../workers/${name}.mjs`, import.meta.url));
  return [process.execPath, [file, ...args.map(String)]];
}

/** Runs a command to its end and gives the nanoseconds it printed, one figure a line. */
export function figures(command, args) {
  const text = execFileSync(command, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return text.trim().split("\n").map(Number);
}

/** The same for one of our own workers, in a Node process of its own. */
export function workerFigures(name, args) {
  return figures(...workerCommand(name, args));
}

/** Nanoseconds that a whole process takes, from spawn to exit. */
export function processTime(command, args) {
  const start = process.hrtime.bigint();
  execFileSync(command, args, { env, stdio: "ignore" });
  return Number(process.hrtime.bigint() - start);
}
