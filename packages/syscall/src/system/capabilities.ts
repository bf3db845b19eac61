import { readFileSync } from "node:fs";

/** Those that bpf(2) and mount(2) ask for, by bit; uapi/linux/capability.h. */
const bits = { CAP_NET_ADMIN: 12, CAP_SYS_ADMIN: 21, CAP_PERFMON: 38, CAP_BPF: 39 } as const;

export type Capability = keyof typeof bits;

/** Which of them this process has in effect; undefined when /proc does not tell. */
export function effectiveCapabilities(): ReadonlySet<Capability> | undefined {
  let status: string;
  try {
    status = readFileSync("/proc/self/status", "latin1");
  } catch {
    return undefined;
  }
  const hex = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  if (hex === undefined) return undefined;
  const set = BigInt(`0x${hex}`);
  return new Set((Object.keys(bits) as Capability[]).filter((name) => (set >> BigInt(bits[name])) & 1n));
}
