import { boot } from "./boot.mjs";
import { fetchKernel } from "./fetch-kernel.mjs";
import { makeInitramfs } from "./initramfs.mjs";
import { DEFAULT_KERNEL } from "./kernels.mjs";

/**
 * @typedef {object} VmOptions
 * @property {string} command what the guest runs, in /repo
 * @property {boolean} [tests] take the e2e suites along
 * @property {string} [kernel] a version of kernels.mjs
 * @property {string} [vmlinuz] a kernel image of the user's own
 * @property {boolean} [kvm]
 * @property {number} [timeoutSeconds]
 * @property {(line: string) => void} [onLine]
 */

/**
 * Makes a guest of the built packages, boots it, and returns what its console said.
 *
 * @param {VmOptions} options
 */
export async function runInVm({ command, tests = false, kernel = DEFAULT_KERNEL, vmlinuz, ...rest }) {
  const image = vmlinuz === undefined ? await fetchKernel(kernel) : { vmlinuz, name: vmlinuz };
  const initramfs = await makeInitramfs({ command, tests });
  try {
    console.log(`==> Booting ${image.name} in QEMU (${rest.kvm ? "KVM" : "emulated"})`);
    const outcome = await boot({ vmlinuz: image.vmlinuz, initramfs: initramfs.path, ...rest });
    console.log(`    powered off after ${outcome.seconds.toFixed(1)} s`);
    return outcome;
  } finally {
    initramfs.remove();
  }
}
