import { release } from "node:os";
import { type Capability, effectiveCapabilities } from "../system/capabilities.js";

/**
 * Which privilege an EPERM of bpf(2) comes from, as far as the process can know: no CAP_BPF (Linux 5.8) nor
 * CAP_SYS_ADMIN; or RLIMIT_MEMLOCK, which limits BPF objects on kernels before 5.11. undefined if it has both.
 */
export function missingPrivilege(
  kernel = release(),
  capabilities = effectiveCapabilities(),
): string | undefined {
  if (capabilities === undefined) return undefined;
  if (!capabilities.has("CAP_BPF") && !capabilities.has("CAP_SYS_ADMIN")) {
    return (
      "this process has neither CAP_BPF nor CAP_SYS_ADMIN; run it as root, or give it the capability " +
      "(systemd: AmbientCapabilities=CAP_BPF; a container: --cap-add=BPF)"
    );
  }
  const [major = 0, minor = 0] = kernel.split(".").map((part) => Number.parseInt(part, 10));
  if (major < 5 || (major === 5 && minor < 11)) {
    return (
      `RLIMIT_MEMLOCK is probably exhausted: kernel ${kernel} (before 5.11) counts BPF objects against it; ` +
      "raise it (ulimit -l unlimited, or systemd's LimitMEMLOCK=infinity) before starting Node.js"
    );
  }
  return undefined;
}

/** What some objects need beside CAP_BPF, which CAP_SYS_ADMIN stands for as well; kernel/bpf/syscall.c. */
const furtherNeeds: readonly (readonly [capability: Capability, what: string])[] = [
  ["CAP_NET_ADMIN", "devmaps, cpumaps, xskmaps and networking programs"],
  ["CAP_PERFMON", "tracing programs"],
  ["CAP_SYS_ADMIN", "some flags, as BPF_F_ZERO_SEED"],
];

/**
 * Which further privilege a map or program may need that this process lacks: CAP_BPF alone is not enough for all.
 * undefined where it lacks none, or is not known.
 */
export function lackingPrivilege(capabilities = effectiveCapabilities()): string | undefined {
  if (capabilities === undefined || capabilities.has("CAP_SYS_ADMIN")) return undefined;
  const lacking = furtherNeeds.filter(([capability]) => !capabilities.has(capability));
  const list = lacking.map(([capability, what]) => `${capability} (${what})`).join(", ");
  return `this process has CAP_BPF, but lacks what some objects need as well: ${list}; run it as root, or give it that`;
}
