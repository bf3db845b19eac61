import { release } from "node:os";
import { effectiveCapabilities } from "../system/capabilities.js";

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
