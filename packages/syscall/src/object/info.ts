import { native } from "../addon/load.js";
import { bpfError } from "../bpf/call.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { type DecodedOf, decode } from "../struct/decode.js";
import { encode, type ValuesOf } from "../struct/encode.js";
import type { Struct } from "../struct/field.js";

/**
 * BPF_OBJ_GET_INFO_BY_FD. An older kernel fills less of `struct`, and the rest stays zero; of a newer one we ask
 * for what we know only. `values` are the inputs: pointers to buffers, whose lengths go beside them.
 *
 * @throws {@link BpfError}
 */
export function objectInfo<S extends Struct>(fd: BpfFd, struct: S, values: ValuesOf<S>): DecodedOf<S> {
  const result = tryObjectInfo(fd, struct, values);
  if (typeof result === "number") throw bpfError(result, "OBJ_GET_INFO_BY_FD");
  return result;
}

/** As {@link objectInfo}; -errno instead of an error. */
export function tryObjectInfo<S extends Struct>(
  fd: BpfFd,
  struct: S,
  values: ValuesOf<S>,
): DecodedOf<S> | number {
  const { bytes, patches } = encode(struct, values);
  const result = native().bpfInfo(numberOf(fd), bytes, ...patches);
  return result < 0 ? result : decode(struct, bytes);
}
