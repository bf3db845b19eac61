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

type Words = readonly (readonly [theirs: RegExp, ours: string])[];

/** What the packages call their options, and the command line its own; by the code of the error. */
const words: Readonly<Record<string, Words>> = {
  ERR_PIN_USAGE: [
    [/^paths names/, "--pin-path or --no-pin names"],
    [/^maxEntries names/, "--max-entries names"],
    [/\bpinPrograms\b/, "--programs"],
  ],
  ERR_PROGRAM_PINNED: [[/\bonExistingProgram\b/, "--on-existing"]],
  ERR_PROGRAM_TARGET: [[/\battachTo\b/, "--attach-to PROGRAM=TARGET@PIN"]],
  ERR_PROGRAM_EXTERN: [[/\bas kconfig\b/, "by --kconfig FILE"]],
  ERR_KERNEL_TYPES: [[/\bthe bytes given\b/, "the file of --kernel-btf"]],
};

/**
 * Puts an error about options into the words of the command line, since the packages speak of their own, which users
 * of the command never see; and adds how a missing one is given (`hint`).
 */
export function putInOptionWords(error: unknown, object: ObjectSpec): void {
  if (!(error instanceof Error)) return;
  const { code } = error as { code?: unknown };
  const known = (typeof code === "string" && words[code]) || [];
  if (known.length > 0)
    error.message = known.reduce((text, [theirs, ours]) => text.replace(theirs, ours), error.message);
  if (!PinUsageError.is(error)) return;
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

/** As {@link withOptionWords}. */
export async function withOptionWordsAsync<T>(object: ObjectSpec, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    putInOptionWords(error, object);
    throw error;
  }
}
