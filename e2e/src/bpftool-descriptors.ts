import { spawnSync } from "node:child_process";

/** The number that bpftool has a descriptor under that it is given. */
export const givenNumber = 3;

/** The number's four bytes, as a key or value. */
export const givenBytes: readonly string[] = [`${givenNumber}`, "0", "0", "0"];

/**
 * Runs `bpftool -j` with a descriptor of this process as its number 3, for maps whose keys or values are descriptors.
 * Its status, and what it printed.
 */
export function bpftoolWithDescriptor(
  number: number,
  ...args: string[]
): { status: number | null; printed: { value?: string[]; error?: string } | null } {
  const { status, stdout, error } = spawnSync("bpftool", ["-j", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore", number],
  });
  if (error !== undefined) throw error;
  return { status, printed: JSON.parse(stdout.trim() || "null") };
}
