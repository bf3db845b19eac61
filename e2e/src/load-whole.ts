import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { openMaps, type PinnedMaps, type PinOptions, resolvePinPath } from "@bpf/pinning";
import { type BpfFd, progLoad } from "@bpf/syscall";

/** Options that the definitions of testdata may need. */
const answers: PinOptions = { namespace: "given", pinTable: { 3: "table" } };

function hasOwnPath(spec: MapSpec, object: ObjectSpec): boolean {
  if (spec.pinning === "custom" || spec.pinning === "none") return false;
  return resolvePinPath(spec, object, answers) !== undefined;
}

/** A path for every map that has none of its own, so that all of an object's maps get pinned. */
export function pathsForAll(object: ObjectSpec): Record<string, string> {
  const without = [...object.maps.values()].filter((spec) => !hasOwnPath(spec, object));
  return Object.fromEntries(without.map(({ name }) => [name, `extra/${name.replaceAll(".", "_")}`]));
}

/** The programs that a program array of the object wants in its slots, loaded. They must need no relocation. */
function slotPrograms(object: ObjectSpec): Map<string, BpfFd> {
  const programs = new Map<string, BpfFd>();
  for (const spec of object.maps.values()) {
    for (const { symbol } of spec.slots ?? []) {
      const program = object.programs.get(symbol);
      if (program === undefined) continue;
      programs.set(
        symbol,
        progLoad({ type: program.type!, instructions: program.instructions, license: object.license }),
      );
    }
  }
  return programs;
}

/** Opens an object with every map pinned, under `/sys/fs/bpf`. */
export function openPinned(object: ObjectSpec, options: PinOptions = {}): PinnedMaps {
  const programs = slotPrograms(object);
  try {
    return openMaps(object, { ...answers, paths: pathsForAll(object), programs, ...options });
  } finally {
    for (const fd of programs.values()) fd.close();
  }
}
