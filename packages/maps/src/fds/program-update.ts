import { type MapElements, progFromId } from "@bpf/syscall";
import type { ByteView } from "../codec/byte-view.js";
import { codecOf } from "../codec/codec.js";
import type { StructLayout } from "../layout/layout.js";
import { fdOf } from "../open/source.js";
import type { UpdateValue } from "./update-value.js";

const bytes = codecOf<Uint8Array>({ kind: "bytes", size: 8 });
const u32 = codecOf<number>({ kind: "integer", size: 4, signed: false });

/**
 * Sets values of device and CPU maps that have room for a program: `{ ifindex, program }`, `{ queueSize, program }`, or
 * the number alone. `program` is a BpfFd, an id (opened for the call), or 0 for none.
 *
 * @throws ValueError; BpfError of BPF_PROG_GET_FD_BY_ID: ENOENT, EPERM (CAP_SYS_ADMIN)
 */
export function programUpdate(elements: MapElements, to: ByteView, layout: StructLayout): UpdateValue {
  const codec = codecOf(layout);
  const [number, program] = layout.fields.map(({ name, offset }) => ({ name, offset })) as [Place, Place];
  const fieldsOf = (value: unknown): object => {
    if (!(value instanceof Uint8Array))
      return typeof value === "object" && value !== null ? value : { [number.name]: value };
    bytes.encode(value, to, 0, "value");
    return codec.decode(to, 0) as object;
  };
  return (value, flags, read) => {
    const fields = fieldsOf(value) as { program?: unknown };
    const given = fields.program ?? 0;
    const fd = fdOf(given);
    codec.fromJson({ ...fields, program: fd === undefined ? given : 0 }, to, 0, "value");
    read();
    if (fd !== undefined) return elements.updateFd(fd, flags, program.offset);
    const id = u32.decode(to, program.offset);
    if (id === 0) return elements.update(flags);
    using opened = progFromId(id);
    return elements.updateFd(opened, flags, program.offset);
  };
}

interface Place {
  readonly name: string;
  readonly offset: number;
}
