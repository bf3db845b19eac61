import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// NODE_EXTRA_CA_CERTS adds about 90 ms to every start of Node where it is set, and would flatter ratios.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** Runs a command to its end and gives the nanoseconds it printed, one figure a line. */
export function figures(command, args) {
  const text = execFileSync(command, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return text.trim().split("\n").map(Number);
}

/** The same for one of our own workers, in a Node process of its own. */
export function workerFigures(name, args) {
  const file = fileURLToPath(new URL(`../workers/${name}.mjs`, import.meta.url));
  return figures(process.execPath, [file, ...args.map(String)]);
}

/** Nanoseconds that a whole process takes, from spawn to exit. */
export function processTime(command, args) {
  const start = process.hrtime.bigint();
  execFileSync(command, args, { env, stdio: "ignore" });
  return Number(process.hrtime.bigint() - start);
}
