import { readFileSync } from "node:fs";
import { ProgramType } from "@bpf/elf";

/** What a process may do, as far as it decides whether programs can be loaded. */
export interface Privileges {
  /** Effective capabilities, a bit each. */
  readonly capabilities: bigint;
  /** Its capabilities are those of a user namespace, which bpf(2) does not go by. */
  readonly inUserNamespace: boolean;
  /** RLIMIT_MEMLOCK in bytes; undefined where there is no limit. */
  readonly lockedMemory: number | undefined;
}

/** Numbers of capabilities; include/uapi/linux/capability.h. */
export const Capability = { NET_ADMIN: 12, SYS_ADMIN: 21, PERFMON: 38, BPF: 39 } as const;

/** Those of this process, of which /proc tells; undefined where it does not. */
export function ownPrivileges(): Privileges | undefined {
  try {
    const read = (name: string): string => readFileSync(`/proc/self/${name}`, "latin1");
    return parsePrivileges(read("status"), read("uid_map"), read("limits"));
  } catch {
    return undefined;
  }
}

/** Reads the texts of /proc/PID/status, uid_map and limits. */
export function parsePrivileges(status: string, uidMap: string, limits: string): Privileges {
  const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  const locked = /^Max locked memory\s+(\d+|unlimited)/m.exec(limits)?.[1] ?? "unlimited";
  return {
    capabilities: BigInt(`0x${capabilities}`),
    // The first namespace maps all ids to themselves.
    inUserNamespace: !/^\s*0\s+0\s+4294967295\s*$/.test(uidMap),
    lockedMemory: locked === "unlimited" ? undefined : Number(locked),
  };
}

/** Names of the capabilities that a program of the type needs and the process lacks. */
export function lackingCapabilities(
  { capabilities }: Privileges,
  type: number | null,
  kernel: number,
): string[] {
  const has = (bit: number): boolean => ((capabilities >> BigInt(bit)) & 1n) === 1n;
  if (has(Capability.SYS_ADMIN)) return [];
  if (kernel < capBpfKernel) return ["CAP_SYS_ADMIN"];
  const lacking: string[] = [];
  if (!has(Capability.BPF)) lacking.push("CAP_BPF");
  if (type !== null && networkTypes.has(type) && !has(Capability.NET_ADMIN)) lacking.push("CAP_NET_ADMIN");
  if (type !== null && tracingTypes.has(type) && !has(Capability.PERFMON)) lacking.push("CAP_PERFMON");
  return lacking;
}

/** Linux 5.8, which split CAP_BPF and CAP_PERFMON off CAP_SYS_ADMIN. */
const capBpfKernel = (5 << 16) + (8 << 8);

/** is_net_admin_prog_type() of kernel/bpf/syscall.c. */
const networkTypes: ReadonlySet<number> = new Set([
  ProgramType.SCHED_CLS,
  ProgramType.SCHED_ACT,
  ProgramType.XDP,
  ProgramType.LWT_IN,
  ProgramType.LWT_OUT,
  ProgramType.LWT_XMIT,
  ProgramType.LWT_SEG6LOCAL,
  ProgramType.SK_SKB,
  ProgramType.SK_MSG,
  ProgramType.FLOW_DISSECTOR,
  ProgramType.CGROUP_DEVICE,
  ProgramType.CGROUP_SOCK,
  ProgramType.CGROUP_SOCK_ADDR,
  ProgramType.CGROUP_SOCKOPT,
  ProgramType.CGROUP_SYSCTL,
  ProgramType.SOCK_OPS,
  ProgramType.EXT,
  ProgramType.NETFILTER,
]);

/** is_perfmon_prog_type() of kernel/bpf/syscall.c. */
const tracingTypes: ReadonlySet<number> = new Set([
  ProgramType.KPROBE,
  ProgramType.TRACEPOINT,
  ProgramType.PERF_EVENT,
  ProgramType.RAW_TRACEPOINT,
  ProgramType.RAW_TRACEPOINT_WRITABLE,
  ProgramType.TRACING,
  ProgramType.LSM,
  ProgramType.STRUCT_OPS,
  ProgramType.EXT,
]);
