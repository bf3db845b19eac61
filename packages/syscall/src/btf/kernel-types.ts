import { native } from "../addon/load.js";
import { BpfError } from "../errors/bpf-error.js";
import { numberOf } from "../fd/bpf-fd.js";
import { OpenFlag } from "../fs/open-flag.js";
import { openat2 } from "../fs/openat2.js";
import { fstat } from "../fs/stat.js";

/** The longest file that is believed to hold types: BTF_MAX_SIZE of the kernel, 16 MB, and room to grow. */
const longest = 256 * 1024 * 1024;

const EFBIG = 27;

/**
 * The kernel's own types (BTF) as it has them in sysfs: `vmlinux`, or a module's, whose BTF goes on where vmlinux's
 * ends. One copy from mapped memory since Linux 6.16; before, as `readFileSync`, 4 KiB a system call.
 *
 * @throws {@link BpfError}: ENOENT (a kernel without CONFIG_DEBUG_INFO_BTF, before Linux 5.4, or 5.11 for modules), EACCES
 */
export function readKernelTypes(path = "/sys/kernel/btf/vmlinux"): Uint8Array {
  using file = openat2(undefined, path, { flags: OpenFlag.O_RDONLY });
  const size = Number(fstat(file).size);
  if (size > longest) throw new BpfError(-EFBIG, { syscall: "read", path });
  const bytes = new Uint8Array(size);
  const length = native().readWhole(numberOf(file), bytes);
  if (length < 0) throw new BpfError(length, { syscall: "read", path });
  return bytes.subarray(0, length);
}
