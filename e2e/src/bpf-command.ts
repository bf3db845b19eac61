import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository: where the command runs, so that objects can be named as `examples/pinmap.o`. */
const root = fileURLToPath(new URL("../../", import.meta.url));

function builtFile(): string {
  const manifest = createRequire(import.meta.url).resolve("@bpf/cli/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: { bpf: string } };
  return join(dirname(manifest), bin.bpf);
}

/** The built file behind the `bpf` command, as the package's own `bin` names it. */
export const commandFile = builtFile();

/** How a run of the command ended. */
export interface CommandEnd {
  /** Exit status; null when a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built `bpf` command in the repository. */
export function bpf(...args: string[]): CommandEnd {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandFile, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/**
 * Runs `bpf … --json` and reads its document.
 *
 * @throws Error when it ends with another status than 0
 */
export function bpfJson<T>(...args: string[]): T {
  const { status, stdout, stderr } = bpf(...args, "--json");
  if (status !== 0) throw new Error(`bpf ${args.join(" ")}: status ${status}\n${stderr}`);
  return JSON.parse(stdout) as T;
}
