import { readFileSync } from "node:fs";
import { release } from "node:os";
import { gunzipSync } from "node:zlib";
import { LoadError } from "../errors.js";

/** A kernel's configuration: `CONFIG_HZ` → `250`, as the file has it; what is not set is not in it. */
export type KernelConfig = ReadonlyMap<string, string>;

/** A configuration has some 300 KB; nothing larger is unpacked. */
const mostBytes = 16 * 1024 * 1024;

const line = /^(CONFIG_\w+)=(.*)$/;

/** Reads lines of `CONFIG_NAME=VALUE`; other lines are comments. The first line of a name counts. */
export function parseKernelConfig(text: string): KernelConfig {
  const config = new Map<string, string>();
  for (const one of text.split("\n")) {
    const match = line.exec(one.trimEnd());
    if (match !== null && !config.has(match[1]!)) config.set(match[1]!, match[2]!);
  }
  return config;
}

let ofRunningKernel: KernelConfig | undefined;

/**
 * The running kernel's configuration: `/boot/config-RELEASE`, or `/proc/config.gz` (CONFIG_IKCONFIG_PROC), as libbpf
 * looks for it. Read once a process.
 * @throws LoadError ERR_PROGRAM_EXTERN where there is neither
 */
export function runningKernelConfig(): KernelConfig {
  ofRunningKernel ??= parseKernelConfig(readConfig());
  return ofRunningKernel;
}

function readConfig(): string {
  const boot = `/boot/config-${release()}`;
  const failures: string[] = [];
  for (const [path, unpack] of [
    [boot, (bytes: Buffer) => bytes],
    ["/proc/config.gz", (bytes: Buffer) => gunzipSync(bytes, { maxOutputLength: mostBytes })],
  ] as const) {
    try {
      return unpack(readFileSync(path)).toString("latin1");
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new LoadError(
    "ERR_PROGRAM_EXTERN",
    `The kernel's configuration, which a .kconfig variable asks for, is neither at ${boot} nor at /proc/config.gz (${failures.join("; ")}). Give it as kconfig.`,
  );
}
