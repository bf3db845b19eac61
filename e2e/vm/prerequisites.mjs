import { aptInstall } from "../../scripts/setup/apt.mjs";

/** Debian packages that a guest is made and booted with. */
export const VM_PACKAGES = ["qemu-system-x86", "busybox-static", "cpio"];

/** What else the suites in the guest run; it is copied into the guest from this machine. */
const GUEST_PACKAGES = ["bpftool"];

/** Installs what is missing of them; needs root only then. */
export async function ensureVmPackages() {
  await aptInstall(VM_PACKAGES, "the virtual machine");
}

/** The same, for a guest that runs the suites. */
export async function ensureSuitePackages() {
  await aptInstall([...VM_PACKAGES, ...GUEST_PACKAGES], "the suites in the virtual machine");
}
