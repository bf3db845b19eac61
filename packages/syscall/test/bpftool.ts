import { execFileSync } from "node:child_process";

/** What bpftool says, as JSON. Give it only paths that are on a bpffs: it mounts one over any other directory. */
export function bpftool(...args: string[]): Record<string, unknown> & { error?: string } {
  return JSON.parse(execFileSync("bpftool", ["-j", ...args], { encoding: "utf8" }));
}
