import type { BpfFd, MapElements } from "@bpf/syscall";
import type { ByteView } from "../codec/byte-view.js";
import { codecOf } from "../codec/codec.js";
import type { Layout } from "../layout/layout.js";
import { fdOf } from "../open/source.js";
import type { UpdateValue } from "./update-value.js";

const bytes = codecOf<Uint8Array>({ kind: "bytes", size: 4 });

/**
 * Sets programs or maps: the descriptor that is given, or one of the object whose id it is, opened for the call.
 * Ids also in the JSON forms of integers, and as the bytes that a raw map reads.
 *
 * @throws ValueError; BpfError of `open`: ENOENT (no such object), EPERM (CAP_SYS_ADMIN)
 */
export function idUpdate(
  elements: MapElements,
  to: ByteView,
  layout: Layout,
  open: (id: number) => BpfFd,
): UpdateValue {
  const id = codecOf<number>(layout);
  return (value, flags, read) => {
    const given = fdOf(value);
    read();
    if (given !== undefined) return elements.updateFd(given, flags);
    if (value instanceof Uint8Array) bytes.encode(value, to, 0, "value");
    else id.fromJson(value, to, 0, "value");
    using opened = open(id.decode(to, 0));
    return elements.updateFd(opened, flags);
  };
}
