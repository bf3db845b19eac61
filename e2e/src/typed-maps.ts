import { join } from "node:path";
import type { PinnedMap } from "@bpf/pinning";
import type { BpftoolElement } from "./bpftool-elements.js";
import { fromBpftool } from "./bpftool-typed.js";
import { littleEndian, parseFile } from "./objects.js";

/** testdata/typed-maps.bpf.c. */
export const typedMaps = parseFile(join(littleEndian, "typed-maps.o"));

/** testdata/typed-variables.bpf.c. */
export const typedVariables = parseFile(join(littleEndian, "typed-variables.o"));

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Key and values (one, or one for each CPU) of an element of one of the typed maps, as our packages must give them. */
export function typedElement(
  { spec }: PinnedMap,
  { key, values, formatted }: BpftoolElement,
): { key: unknown; values: unknown[] } {
  const btf = typedMaps.btf!;
  if (formatted === undefined) throw new Error(`bpftool found no types of ${spec.name}`);
  return {
    key: fromBpftool(btf, spec.keyTypeId!, formatted.key, viewOf(key)),
    values: values.map((value, cpu) =>
      fromBpftool(btf, spec.valueTypeId!, formatted.values[cpu], viewOf(value)),
    ),
  };
}
