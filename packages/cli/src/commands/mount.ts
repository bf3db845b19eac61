import { resolve } from "node:path";
import { defaultRoot } from "../arguments/default-root.js";
import { ExitCode } from "../exit-code.js";
import { mountBpffsOn } from "../mount/mount-bpffs.js";
import { type CommandInput, writeReport } from "./command.js";

/** The document of `bpf mount --json`. */
export interface MountReport {
  readonly path: string;
  readonly mounted: true;
}

/** `bpf mount [DIR]`: mounts a bpffs, mode 0700; DIR is an ordinary path, root by default. */
export function mount(input: CommandInput): number {
  const path = resolve(input.positionals[0] ?? input.options.root ?? defaultRoot);
  mountBpffsOn(path);
  const report: MountReport = { path, mounted: true };
  writeReport(input, report, () => `mounted a bpffs on ${path} (mode 0700)\n`);
  return ExitCode.done;
}
