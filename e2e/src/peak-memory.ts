import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Preloaded by Node: writes the process's own status as it ends. */
const epilogue = `process.on("exit", () => {
  const { readFileSync, writeFileSync } = require("node:fs");
  writeFileSync(process.env.PEAK_MEMORY_FILE, readFileSync("/proc/self/status"));
});`;

/** How a measured process ended. */
export interface MeasuredEnd {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The most memory that it had at any time: VmHWM, in MB of 1,000,000 bytes. */
  peakMegabytes: number;
}

/**
 * Runs Node and measures its memory from inside.
 *
 * @param files where it reads from and writes to; without `stdout` that is given back
 */
export async function measureNode(
  args: readonly string[],
  files: { stdin?: string; stdout?: string } = {},
): Promise<MeasuredEnd> {
  const directory = mkdtempSync(join(tmpdir(), "peak-memory-"));
  const [preload, status] = [join(directory, "preload.cjs"), join(directory, "status")];
  writeFileSync(preload, epilogue);
  const stdin = files.stdin === undefined ? "ignore" : openSync(files.stdin, "r");
  const stdout = files.stdout === undefined ? "pipe" : openSync(files.stdout, "w");
  try {
    const child = spawn(process.execPath, ["--require", preload, ...args], {
      env: { ...process.env, PEAK_MEMORY_FILE: status },
      stdio: [stdin, stdout, "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (part) => (text.stdout += part));
    child.stderr!.setEncoding("utf8").on("data", (part) => (text.stderr += part));
    const [code] = (await once(child, "close")) as [number | null];
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "latin1"))?.[1];
    return { status: code, ...text, peakMegabytes: (Number(kilobytes) * 1024) / 1_000_000 };
  } finally {
    for (const file of [stdin, stdout]) if (typeof file === "number") closeSync(file);
    rmSync(directory, { recursive: true });
  }
}
