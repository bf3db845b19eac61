import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { PinUsageError } from "@bpf/pinning";

/** The option of the command that gives what a map's definition leaves open; undefined where none would. */
function missingOption(spec: MapSpec, object: ObjectSpec): string | undefined {
  if (spec.pinning === "custom") {
    const alone = [...object.maps.values()].filter(({ section }) => section === spec.section).length === 1;
    return `--pin-path ${alone ? spec.section : spec.name}=PATH`;
  }
  return spec.pinning === "global" ? "--namespace NS" : undefined;
}

/**
 * Adds to an error about a missing option how the command line gives it (`hint`): `@bpf/pinning` speaks of its own
 * options, which users of the command never see.
 */
export function addOptionHint(error: unknown, object: ObjectSpec): void {
  if (!PinUsageError.is(error) || error.map === undefined) return;
  const spec = object.maps.get(error.map);
  const hint = spec === undefined ? undefined : missingOption(spec, object);
  if (hint !== undefined) Object.assign(error, { hint });
}

/** Runs `work` on an object, with {@link addOptionHint} for what it throws. */
export function withOptionHint<T>(object: ObjectSpec, work: () => T): T {
  try {
    return work();
  } catch (error) {
    addOptionHint(error, object);
    throw error;
  }
}
