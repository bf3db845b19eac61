import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { MapType } from "@bpf/syscall";

/** A map definition with the fields a test cares about. */
export function mapSpec(name: string, fields: Partial<MapSpec> = {}): MapSpec {
  return {
    name,
    symbol: name,
    section: ".maps",
    definition: "btf",
    type: MapType.ARRAY,
    keySize: 4,
    valueSize: 8,
    maxEntries: 1,
    flags: 0,
    mapExtra: 0n,
    pinning: "by-name",
    tags: [],
    ...fields,
  };
}

/** An object of these maps; `bytes` is the text "object". */
export function objectSpec(maps: readonly MapSpec[], fields: Partial<ObjectSpec> = {}): ObjectSpec {
  return {
    name: "test",
    bytes: Buffer.from("object"),
    byteOrder: "little",
    license: "GPL",
    maps: new Map(maps.map((map) => [map.name, map])),
    programs: new Map(),
    externs: new Map(),
    structOps: [],
    warnings: [],
    ...fields,
  };
}

/** sha1 of "object", by sha1sum(1). */
export const objectSha1 = "1615307cc4523f183e777df67f168c86908e8007";
