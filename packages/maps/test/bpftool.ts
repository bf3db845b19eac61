import { execFileSync } from "node:child_process";

/** Runs `bpftool -j` and parses what it prints. Give it only paths on a bpffs: it mounts one over any other directory. */
export function bpftoolJson<T = unknown>(...args: string[]): T {
  return JSON.parse(execFileSync("bpftool", ["-j", ...args], { encoding: "utf8" }) || "null") as T;
}

/** Runs bpftool for its effect. */
export function bpftool(...args: string[]): void {
  execFileSync("bpftool", args, { stdio: ["ignore", "pipe", "pipe"] });
}

/** Bytes as arguments of bpftool: `hex 01 02`. */
export const hexArguments = (bytes: Uint8Array): string[] => [
  "hex",
  ...Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")),
];

/** Bytes as bpftool's JSON has them: `["0x01", "0x02"]`. */
export const hexBytes = (bytes: Uint8Array): string[] =>
  Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, "0")}`);
