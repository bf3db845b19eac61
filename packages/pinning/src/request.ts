import { endianness } from "node:os";
import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { PinError, PinUsageError } from "./errors.js";
import { type Kernel, realKernel } from "./kernel.js";
import { factsOf, type KernelFacts } from "./kernel-facts.js";
import type { PinOptions } from "./options.js";
import { type Place, type Placement, placement, placeOf } from "./resolve.js";
import { bySelector } from "./selectors.js";

/** One map of an object and where its pin goes. */
export interface MapRequest {
  /** With the caller's max entries. */
  readonly spec: MapSpec;
  readonly place: Place;
}

/** An object and the options of one call, checked. */
export interface ObjectRequest {
  readonly object: ObjectSpec;
  readonly options: PinOptions;
  readonly kernel: Kernel;
  readonly facts: KernelFacts;
  readonly placement: Placement;
  readonly maps: readonly MapRequest[];
  /** What resolving had to say. */
  readonly warnings: readonly string[];
}

const hostOrder = endianness() === "LE" ? "little" : "big";

/** @throws PinError ERR_PIN_BYTE_ORDER: values, BTF and programs would all be the wrong way round. */
export function requireHostOrder(object: ObjectSpec): void {
  if (object.byteOrder === hostOrder) return;
  const target = hostOrder === "little" ? "bpfel" : "bpfeb";
  throw new PinError(
    "ERR_PIN_BYTE_ORDER",
    `The object ${object.name || "given"} is ${object.byteOrder}-endian, and this machine is ${hostOrder}-endian: compile it with -target ${target} (or -target bpf on a ${hostOrder}-endian machine).`,
  );
}

/** The specs of an object with the caller's max entries in place of the definitions'. @throws PinUsageError */
export function effectiveSpecs(object: ObjectSpec, options: PinOptions): MapSpec[] {
  const chosen = bySelector(options.maxEntries, object, "maxEntries");
  const specs = [...object.maps.values()];
  if (chosen.size === 0) return specs;
  return specs.map((spec) => {
    const maxEntries = chosen.get(spec.name);
    if (maxEntries === undefined) return spec;
    if (!Number.isInteger(maxEntries) || maxEntries < 0 || maxEntries > 0xffff_ffff) {
      throw new PinUsageError(`maxEntries of map ${spec.name} is ${maxEntries}, not an integer below 2^32.`, {
        map: spec.name,
      });
    }
    return { ...spec, maxEntries };
  });
}

/** @throws PinUsageError where two maps have one path, or one lies below another. */
export function refuseCollisions(maps: readonly MapRequest[]): void {
  const byPath = new Map<string, string>();
  for (const { spec, place } of maps) {
    if (place.path === undefined) continue;
    const other = byPath.get(place.path);
    if (other !== undefined) {
      throw new PinUsageError(`The maps ${other} and ${spec.name} have the same pin path, ${place.path}.`, {
        map: spec.name,
        path: place.path,
      });
    }
    byPath.set(place.path, spec.name);
  }
  const checked = new Set<readonly string[]>();
  for (const { spec, place } of maps) {
    if (place.path === undefined || checked.has(place.parents)) continue;
    checked.add(place.parents);
    for (let end = place.path.lastIndexOf("/"); end > 0; end = place.path.lastIndexOf("/", end - 1)) {
      const above = byPath.get(place.path.slice(0, end));
      if (above === undefined) continue;
      throw new PinUsageError(
        `The pin path of map ${spec.name}, ${place.path}, is below that of map ${above}, which cannot be a directory as well.`,
        { map: spec.name, path: place.path },
      );
    }
  }
}

/** Checks an object and options for pinning, before any system call. @throws PinUsageError, PinPathError, PinError */
export function objectRequest(object: ObjectSpec, options: PinOptions): ObjectRequest {
  const to = placement(object, options);
  const maps = effectiveSpecs(object, options).map((spec) => ({ spec, place: placeOf(spec, object, to) }));
  refuseCollisions(maps);
  requireHostOrder(object);
  const kernel = options.kernel ?? realKernel;
  const warnings: string[] = [];
  for (const { place } of maps) if (place.warning !== undefined) warnings.push(place.warning);
  return { object, options, kernel, facts: factsOf(kernel), placement: to, maps, warnings };
}
