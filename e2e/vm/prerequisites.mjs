import { aptInstall } from "../../scripts/setup/apt.mjs";

/** Debian packages that a guest is made and booted with. */
export const VM_PACKAGES = ["qemu-system-x86", "busybox-static", "cpio"];

/** Installs what is missing of them; needs root only then. */
export async function ensureVmPackages() {
  await aptInstall(VM_PACKAGES, "the virtual machine");
}
