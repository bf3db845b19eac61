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

/** What `@bpf/pinning` calls its options, and the command line its own. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^paths names/, "--pin-path or --no-pin names"],
  [/^maxEntries names/, "--max-entries names"],
];

/**
 * Puts an error about options into the words of the command line, since `@bpf/pinning` speaks of its own, which users
 * of the command never see; and adds how a missing one is given (`hint`).
 */
export function putInOptionWords(error: unknown, object: ObjectSpec): void {
  if (!PinUsageError.is(error)) return;
  error.message = words.reduce((text, [theirs, ours]) => text.replace(theirs, ours), error.message);
  const spec = error.map === undefined ? undefined : object.maps.get(error.map);
  const hint = spec === undefined ? undefined : missingOption(spec, object);
  if (hint !== undefined) Object.assign(error, { hint });
}

/** Runs `work` on an object, with {@link putInOptionWords} for what it throws. */
export function withOptionWords<T>(object: ObjectSpec, work: () => T): T {
  try {
    return work();
  } catch (error) {
    putInOptionWords(error, object);
    throw error;
  }
}
