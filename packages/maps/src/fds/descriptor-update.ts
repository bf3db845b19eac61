import type { MapElements } from "@bpf/syscall";
import type { ByteView } from "../codec/byte-view.js";
import { codecOf } from "../codec/codec.js";
import { ValueError } from "../errors.js";
import { fdOf } from "../open/source.js";
import type { UpdateValue } from "./update-value.js";

const mostDescriptor = 0x7fff_ffff;
const u32 = codecOf<number>({ kind: "integer", size: 4, signed: false });
const u64 = codecOf<bigint>({ kind: "integer", size: 8, signed: false });

/**
 * Sets sockets, perf events or cgroups: a BpfFd, or a descriptor's number, such as Node's `socket._handle.fd`, which
 * the kernel looks up at once and does not keep.
 *
 * @throws ValueError for a value that is neither
 */
export function descriptorUpdate(elements: MapElements, to: ByteView, valueSize: number): UpdateValue {
  return (value, flags, read) => {
    const given = fdOf(value);
    read();
    if (given !== undefined) return elements.updateFd(given, flags);
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > mostDescriptor) {
      throw new ValueError("value", `expected a BpfFd, or a descriptor's number from 0 to ${mostDescriptor}`);
    }
    if (valueSize === u64.size) u64.encode(BigInt(value), to, 0, "value");
    else u32.encode(value, to, 0, "value");
    return elements.update(flags);
  };
}
