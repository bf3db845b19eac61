import type { MapSpec } from "@bpf/elf";
import { type BpfFd, MapFlag, MapType } from "@bpf/syscall";
import { PinError } from "./errors.js";
import type { Kernel } from "./kernel.js";
import type { KernelFacts } from "./kernel-facts.js";
import type { ObjectBtf } from "./object-btf.js";
import { errnoOf, systemError } from "./system-error.js";
import { type WantedMap, wantedMap } from "./wanted.js";

/** BPF_OBJ_NAME_LEN less its NUL: bytes of a kernel name. */
const nameLimit = 15;

/** A map's name as the kernel takes it: 15 bytes of `[A-Za-z0-9_.]`, others turned into `_`. */
export function kernelName(name: string): string {
  if (/^[\w.]{1,15}$/.test(name)) return name;
  return Buffer.from(name)
    .subarray(0, nameLimit)
    .toString("latin1")
    .replace(/[^A-Za-z0-9_.]/g, "_");
}

/** Types that BPF_MAP_CREATE refuses with BTF key and value types (ENOTSUPP); docs/semantics.md section 1. */
const withoutBtf: ReadonlySet<number> = new Set<number>([
  MapType.PERF_EVENT_ARRAY,
  MapType.STACK_TRACE,
  MapType.CGROUP_ARRAY,
  MapType.ARRAY_OF_MAPS,
  MapType.HASH_OF_MAPS,
  MapType.DEVMAP,
  MapType.DEVMAP_HASH,
  MapType.SOCKMAP,
  MapType.SOCKHASH,
  MapType.CPUMAP,
  MapType.XSKMAP,
  MapType.QUEUE,
  MapType.STACK,
  MapType.ARENA,
]);

/** Types that exist only with BTF. */
const needBtf: ReadonlySet<number> = new Set<number>([
  MapType.SK_STORAGE,
  MapType.INODE_STORAGE,
  MapType.TASK_STORAGE,
  MapType.CGRP_STORAGE,
]);

const mapsOfMaps: ReadonlySet<number> = new Set<number>([MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS]);

/** BPF_MAP_CREATE for the maps of one object: BTF ids, inner-map templates, names. */
export class MapCreator {
  readonly #kernel: Kernel;
  readonly #facts: KernelFacts;
  readonly #btf: ObjectBtf;
  readonly #warn: (warning: string) => void;
  #warnedOfBtf = false;

  constructor(kernel: Kernel, facts: KernelFacts, btf: ObjectBtf, warn: (warning: string) => void) {
    this.#kernel = kernel;
    this.#facts = facts;
    this.#btf = btf;
    this.#warn = warn;
  }

  /**
   * Makes a map, empty and unpinned. `flags` replaces the wanted ones.
   * @throws PinSystemError, PinError ERR_PIN_SLOT for an inner map that has inner maps itself
   */
  create(spec: MapSpec, wanted: WantedMap, flags = wanted.flags): BpfFd {
    const template = spec.innerMap && this.#template(spec, spec.innerMap);
    try {
      return this.#create(spec, wanted, flags, template);
    } finally {
      template?.close();
    }
  }

  #template(outer: MapSpec, inner: MapSpec): BpfFd {
    if (mapsOfMaps.has(inner.type)) {
      throw new PinError(
        "ERR_PIN_SLOT",
        `The inner map of ${outer.name} is a map of maps itself, and the kernel nests one level only.`,
        { map: outer.name },
      );
    }
    const wanted = wantedMap(inner, this.#facts);
    return this.#create(inner, wanted, wanted.flags, undefined);
  }

  #create(spec: MapSpec, wanted: WantedMap, flags: number, innerMap: BpfFd | undefined): BpfFd {
    const { type, keySize, valueSize, maxEntries, mapExtra } = wanted;
    const btf = this.#btfFor(spec);
    const attr = {
      type,
      keySize,
      valueSize,
      maxEntries,
      flags,
      mapExtra,
      name: kernelName(spec.name),
      // Without the flag the kernel takes no node, and libbpf's maps have none: giving one would set the flag.
      numaNode: wanted.flags & MapFlag.NUMA_NODE ? spec.numaNode : undefined,
      innerMap,
      btf,
      btfKeyTypeId: btf && (spec.keyTypeId ?? 0),
      btfValueTypeId: btf && (spec.valueTypeId ?? 0),
    };
    try {
      return this.#kernel.mapCreate(attr);
    } catch (error) {
      const errno = errnoOf(error);
      const failure = systemError(error, `create the map ${spec.name}`, { map: spec.name });
      const refusedIds = btf && (errno === "EINVAL" || errno === "ENOTSUPP") && !needBtf.has(spec.type);
      if (!refusedIds) throw failure;
      const plain = { ...attr, btf: undefined, btfKeyTypeId: undefined, btfValueTypeId: undefined };
      const map = this.#createPlain(plain, failure);
      this.#warn(`Map ${spec.name} was made without its BTF key and value types: the kernel refused them.`);
      return map;
    }
  }

  /** Without BTF; where that fails as well, BTF was not what the kernel minded. */
  #createPlain(attr: Parameters<Kernel["mapCreate"]>[0], failure: unknown): BpfFd {
    try {
      return this.#kernel.mapCreate(attr);
    } catch {
      throw failure;
    }
  }

  /** The object's BTF in the kernel, where the map has types in it and may have them. */
  #btfFor({ name, type, keyTypeId, valueTypeId }: MapSpec): BpfFd | undefined {
    if ((keyTypeId === undefined && valueTypeId === undefined) || withoutBtf.has(type)) return undefined;
    const btf = this.#btf.load();
    const why = this.#btf.refused;
    if (btf || why === undefined) return btf;
    if (needBtf.has(type)) {
      throw new PinError(
        "ERR_PIN_SYSTEM",
        `Could not create the map ${name}: its type needs BTF, and the kernel refuses the object's: ${why}`,
        { map: name },
      );
    }
    if (!this.#warnedOfBtf) this.#warn(`Maps are made without BTF: the kernel refuses the object's: ${why}`);
    this.#warnedOfBtf = true;
    return undefined;
  }
}

/** Flags to create with when the new map must be written before anybody else has it. */
export const writableFlags = (flags: number): number => flags & ~(MapFlag.RDONLY | MapFlag.WRONLY);
