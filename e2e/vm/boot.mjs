import { runProcess } from "../../scripts/suites/process.mjs";

/** Memory of the guest in MB; the initramfs, unpacked, takes about 200 of it. */
const MEMORY = 1024;

/** Two CPUs, so that per-CPU maps have more than one value. */
const CPUS = 2;

/**
 * Without CMPXCHG16B: an interrupt beside that instruction leaves wrong flags behind in QEMU 7.2's emulation, and one
 * boot in ten of a 6.12 kernel, whose slab allocator uses it, ends in a double fault.
 */
const EMULATED = ["-accel", "tcg,thread=multi", "-cpu", "max,cx16=off"];

/** Seconds from power-on to power-off, a guest that only boots needs 10 under emulation. */
export const DEFAULT_TIME_LIMIT = 2400;

/**
 * Boots a kernel with an initramfs and hands on what it writes to its serial console. Emulated by default: where
 * KVM is offered but does not work, a guest would hang in its firmware.
 *
 * @param {{ vmlinuz: string, initramfs: string, kvm?: boolean, timeoutSeconds?: number, onLine?: (line: string) => void }} options
 * @returns {Promise<import("../../scripts/suites/process.mjs").Outcome & { lines: string[] }>}
 */
export async function boot({ vmlinuz, initramfs, kvm = false, timeoutSeconds = DEFAULT_TIME_LIMIT, onLine }) {
  const machine = kvm ? ["-accel", "kvm", "-cpu", "host"] : EMULATED;
  const command = [
    "qemu-system-x86_64",
    ...machine,
    "-m",
    `${MEMORY}`,
    "-smp",
    `${CPUS}`,
    "-nodefaults",
    "-no-reboot",
  ];
  command.push("-display", "none", "-monitor", "none", "-serial", "stdio", "-net", "none");
  // panic=-1 with -no-reboot: a panic ends QEMU at once.
  command.push("-kernel", vmlinuz, "-initrd", initramfs, "-append", "console=ttyS0 panic=-1 loglevel=1");
  const lines = [];
  let rest = "";
  const onOutput = (text) => {
    const parts = (rest + text).replaceAll("\r", "").split("\n");
    rest = parts.pop();
    for (const line of parts) {
      lines.push(line);
      onLine?.(line);
    }
  };
  const outcome = await runProcess(command, { timeoutMs: timeoutSeconds * 1000, onOutput });
  if (rest !== "") lines.push(rest);
  return { ...outcome, lines };
}
