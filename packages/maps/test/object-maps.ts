import { readFileSync } from "node:fs";
import { fitBtf, MapType, type ObjectSpec, parseObject } from "@bpf/elf";
import { type BpfFd, btfLoad, mapCreate } from "@bpf/syscall";

/** testdata/typed-maps.bpf.c, in this machine's byte order. */
export function typedMaps(): ObjectSpec {
  return parseObject(readFileSync(new URL("../../../testdata/objects/le/typed-maps.o", import.meta.url)), {
    name: "typed-maps",
  });
}

/** Types whose maps the kernel makes only without BTF types. */
const withoutBtf: ReadonlySet<number> = new Set([
  MapType.QUEUE,
  MapType.STACK,
  MapType.ARRAY_OF_MAPS,
  MapType.HASH_OF_MAPS,
  MapType.RINGBUF,
]);

/** A map of an object, made and not pinned. */
export function createMap(object: ObjectSpec, name: string): BpfFd {
  const { type, keySize, valueSize, maxEntries, flags, mapExtra, keyTypeId, valueTypeId } =
    object.maps.get(name)!;
  const attr = { type, keySize, valueSize, maxEntries, flags, mapExtra, name: name.slice(0, 15) };
  if (withoutBtf.has(type)) return mapCreate(attr);
  using btf = btfLoad(fitBtf(object)!);
  return mapCreate({ ...attr, btf, btfKeyTypeId: keyTypeId, btfValueTypeId: valueTypeId });
}
