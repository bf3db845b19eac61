import { execFileSync } from "node:child_process";

/** One map as `bpftool -j map show` prints it; a type that bpftool does not know is its number. */
export interface BpftoolMap {
  id: number;
  type: string | number;
  name?: string;
  flags: number;
  bytes_key: number;
  bytes_value: number;
  max_entries: number;
  btf_id?: number;
  frozen?: number;
}

/** Runs bpftool with `-j` and parses what it prints. */
export function bpftoolJson<T>(...args: string[]): T {
  return JSON.parse(execFileSync("bpftool", ["-j", ...args], { encoding: "utf8" }) || "null") as T;
}

/** Runs bpftool for its effect. */
export function bpftool(...args: string[]): void {
  execFileSync("bpftool", args, { stdio: ["ignore", "pipe", "pipe"] });
}

/** The map pinned at a path. Only for paths on a bpffs: elsewhere bpftool would mount one over the directory. */
export const showPinned = (path: string): BpftoolMap => bpftoolJson("map", "show", "pinned", path);
