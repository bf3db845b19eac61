import { load } from "../bpf/load.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { encode } from "../struct/encode.js";
import { pointer, type Struct, u32 } from "../struct/field.js";

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: BPF_BTF_LOAD */
export const BTF_LOAD = {
  type: "union bpf_attr",
  size: 28,
  fields: { btf: pointer(0, 16), btf_log_buf: pointer(8, 20), btf_log_level: u32(24) },
} as const satisfies Struct;

/**
 * Loads type information in the machine's byte order (BPF_BTF_LOAD), for the key and value types of maps.
 *
 * @param options.log false: a failure is not tried again for the kernel's log
 * @throws {@link BpfError}, its `log` the kernel's: EINVAL (malformed, or kinds that this kernel does not know),
 * E2BIG (over 16 MB), EPERM (CAP_BPF).
 */
export function btfLoad(bytes: Uint8Array, options: { log?: boolean | undefined } = {}): BpfFd {
  const wantsLog = options.log ?? true;
  return load(
    "BTF_LOAD",
    (log) => encode(BTF_LOAD, { btf: bytes, btf_log_buf: log, btf_log_level: log === undefined ? 0 : 1 }),
    { kind: "btf", log: wantsLog },
  );
}
