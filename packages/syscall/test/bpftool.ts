import { execFileSync } from "node:child_process";

/** Without a sanitizer's runtime, should this process have one: bpftool hangs with it as it dumps a program. */
const { LD_PRELOAD: _, ...environment } = process.env;

/** Runs bpftool: what it prints. Give it only paths that are on a bpffs: it mounts one over any other directory. */
export function bpftoolText(...args: string[]): string {
  return execFileSync("bpftool", args, { encoding: "utf8", env: environment });
}

/** What bpftool says, as JSON. */
export function bpftool(...args: string[]): Record<string, unknown> & { error?: string } {
  return JSON.parse(bpftoolText("-j", ...args));
}
