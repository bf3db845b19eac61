import type { MapSpec } from "@bpf/elf";
import { PinUsageError } from "./errors.js";
import type { ProgramRequest } from "./programs/requests.js";
import type { Place } from "./resolve.js";

/** A map or a program, and where its pin goes. */
interface Owner {
  readonly kind: "map" | "program";
  readonly name: string;
  readonly place: Place;
}

const samePath = (one: Owner, other: Owner, path: string): PinUsageError => {
  const both =
    one.kind === other.kind
      ? `The ${one.kind}s ${one.name} and ${other.name}`
      : `The ${one.kind} ${one.name} and the ${other.kind} ${other.name}`;
  return new PinUsageError(`${both} have the same pin path, ${path}.`, { [other.kind]: other.name, path });
};

/** @throws PinUsageError where two maps or programs have one path, or one lies below another. */
export function refuseCollisions(
  maps: readonly { readonly spec: MapSpec; readonly place: Place }[],
  programs: readonly ProgramRequest[] = [],
): void {
  const owners: Owner[] = maps.map(({ spec, place }) => ({ kind: "map", name: spec.name, place }));
  for (const { name, place } of programs) owners.push({ kind: "program", name, place });
  const byPath = new Map<string, Owner>();
  for (const owner of owners) {
    const { path } = owner.place;
    if (path === undefined) continue;
    const other = byPath.get(path);
    if (other) throw samePath(other, owner, path);
    byPath.set(path, owner);
  }
  const checked = new Set<readonly string[]>();
  for (const { kind, name, place } of owners) {
    if (place.path === undefined || checked.has(place.parents)) continue;
    checked.add(place.parents);
    for (let end = place.path.lastIndexOf("/"); end > 0; end = place.path.lastIndexOf("/", end - 1)) {
      const above = byPath.get(place.path.slice(0, end));
      if (above === undefined) continue;
      throw new PinUsageError(
        `The pin path of ${kind} ${name}, ${place.path}, is below that of ${above.kind} ${above.name}, which cannot be a directory as well.`,
        { [kind]: name, path: place.path },
      );
    }
  }
}
