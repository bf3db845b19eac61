import { bpfError, tryBpfOpen } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import { textUpToNul } from "../struct/decode.js";
import { encode } from "../struct/encode.js";
import { pointer, type Struct, u32 } from "../struct/field.js";

const EPERM = 1;
const ENOSPC = 28;

/** Length of the first log buffer, and of the largest, in bytes. */
const firstLog = 64 * 1024;
const largestLog = 16 * 1024 * 1024;

/** https://elixir.bootlin.com/linux/latest/source/include/uapi/linux/bpf.h: BPF_BTF_LOAD */
export const BTF_LOAD = {
  type: "union bpf_attr",
  size: 28,
  fields: { btf: pointer(0, 16), btf_log_buf: pointer(8, 20), btf_log_level: u32(24) },
} as const satisfies Struct;

/**
 * Loads type information in the machine's byte order (BPF_BTF_LOAD), for the key and value types of maps, and the debug
 * information of programs: without a log, which costs time, and once more with one if that fails.
 *
 * @param options.log false: a failure is not tried again for the kernel's log
 * @throws {@link BpfError}, its `log` the kernel's: EINVAL (malformed, or kinds that this kernel does not know),
 * E2BIG (over 16 MB), EPERM (CAP_BPF).
 */
export function btfLoad(bytes: Uint8Array, options: { log?: boolean | undefined } = {}): BpfFd {
  const wantsLog = options.log ?? true;
  const refused = tryLoad(bytes, undefined);
  if (typeof refused !== "number") return refused;
  if (!wantsLog || refused === -EPERM) throw bpfError(refused, "BTF_LOAD");
  for (let size = firstLog; ; size *= 4) {
    const log = new Uint8Array(size);
    const result = tryLoad(bytes, log);
    if (typeof result !== "number") return result;
    // ENOSPC: the log did not fit. The errno that counts is the one of the call without a log.
    if (result === -ENOSPC && size < largestLog) continue;
    throw bpfError(refused, "BTF_LOAD", { log: textUpToNul(log) });
  }
}

function tryLoad(btf: Uint8Array, log: Uint8Array | undefined): BpfFd | number {
  const level = log === undefined ? 0 : 1;
  return tryBpfOpen("BTF_LOAD", encode(BTF_LOAD, { btf, btf_log_buf: log, btf_log_level: level }), "btf");
}
