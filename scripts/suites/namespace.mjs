import { spawnSync } from "node:child_process";
import { constants } from "node:os";

const MOUNT = 'mount -t bpf bpf /sys/fs/bpf && exec "$@"';

/** In a chroot / need be no mount point; then it is enough that /sys, which the bpffs lies below, hands nothing on. */
const BELOW_SYS = `mount --make-rprivate /sys && ${MOUNT}`;

const isPrivate = (() => {
  let known;
  const probe = ["-m", "--propagation", "private", "true"];
  return () => {
    known ??= spawnSync("unshare", probe, { stdio: "ignore" }).status === 0;
    return known;
  };
})();

/**
 * The command that runs another one in a mount namespace of its own with a fresh bpffs at /sys/fs/bpf.
 * Everything in it is gone with the last process.
 *
 * @param {string[]} command
 * @returns {string[]}
 */
export function inPrivateBpffs(command) {
  const [propagation, script] = isPrivate() ? ["private", MOUNT] : ["unchanged", BELOW_SYS];
  return ["unshare", "-m", "--propagation", propagation, "sh", "-c", script, "sh", ...command];
}

/**
 * Tries it. Only a refusal for want of privilege (EPERM, EACCES) counts as "not here"; anything else that fails is
 * a fault of the machine that the caller must show.
 *
 * @returns {{ possible: true } | { possible: false, privilege: boolean, reason: string }}
 */
export function probePrivateBpffs() {
  const [program, ...args] = inPrivateBpffs(["true"]);
  const probe = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  if (probe.error !== undefined) return { possible: false, privilege: false, reason: probe.error.message };
  if (probe.status === 0) return { possible: true };
  const text = probe.stderr.trim().replaceAll(/\s*\n\s*/g, " ");
  const denied = /operation not permitted|permission denied|must be superuser/i.exec(text);
  if (denied === null) return { possible: false, privilege: false, reason: text || `status ${probe.status}` };
  const name = /permission denied/i.test(denied[0]) ? "EACCES" : "EPERM";
  return { possible: false, privilege: true, reason: `${name} (errno ${constants.errno[name]}): ${text}` };
}
