import { endianness } from "node:os";
import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { refuseCollisions } from "./collisions.js";
import { PinError, PinUsageError } from "./errors.js";
import { type Kernel, realKernel } from "./kernel.js";
import { factsOf, type KernelFacts } from "./kernel-facts.js";
import type { PinOptions } from "./options.js";
import type { ProgramPinOptions } from "./programs/options.js";
import { type ProgramRequest, programRequests } from "./programs/requests.js";
import { type Place, type Placement, placement, placeOf } from "./resolve.js";
import { bySelector } from "./selectors.js";

/** One map of an object and where its pin goes. */
export interface MapRequest {
  /** With the caller's max entries. */
  readonly spec: MapSpec;
  readonly place: Place;
}

/** Options of a call about an object's maps, and perhaps its programs. */
export type ObjectOptions = PinOptions & ProgramPinOptions;

/** An object and the options of one call, checked. */
export interface ObjectRequest {
  readonly object: ObjectSpec;
  readonly options: ObjectOptions;
  readonly kernel: Kernel;
  readonly facts: KernelFacts;
  readonly placement: Placement;
  readonly maps: readonly MapRequest[];
  /** Programs to be loaded; none where the options say nothing about programs. */
  readonly programs: readonly ProgramRequest[];
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

/** Checks an object and options for pinning, before any system call. @throws PinUsageError, PinPathError, PinError */
export function objectRequest(object: ObjectSpec, options: ObjectOptions): ObjectRequest {
  const to = placement(object, options);
  const maps = effectiveSpecs(object, options).map((spec) => ({ spec, place: placeOf(spec, object, to) }));
  const programs = programRequests(object, options);
  refuseCollisions(maps, programs);
  requireHostOrder(object);
  const kernel = options.kernel ?? realKernel;
  const warnings: string[] = [];
  for (const { place } of maps) if (place.warning !== undefined) warnings.push(place.warning);
  return { object, options, kernel, facts: factsOf(kernel), placement: to, maps, programs, warnings };
}
