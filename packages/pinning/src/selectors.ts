import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { PinUsageError } from "./errors.js";

const select = (key: string, maps: readonly MapSpec[], option: string): MapSpec => {
  const direct = maps.filter(({ name, symbol }) => name === key || symbol === key);
  const inSection = maps.filter(({ section }) => section === key);
  const found = new Set([...direct, ...(inSection.length === 1 ? inSection : [])]);
  const [first, second] = found;
  const given = `${option} names the map ${JSON.stringify(key)}`;
  if (second !== undefined) {
    const names = [...found].map(({ name }) => name).join(", ");
    throw new PinUsageError(
      `${given}, which may mean any of ${names}: give the map's section or name instead.`,
    );
  }
  if (first !== undefined) return first;
  const names = maps.map(({ name }) => name).join(", ") || "none";
  throw new PinUsageError(
    inSection.length > 1
      ? `${given}, a section that holds ${inSection.length} maps: name one of ${inSection.map(({ name }) => name).join(", ")}.`
      : `${given}, which the object does not define. Its maps: ${names}.`,
  );
};

/**
 * Turns an option keyed by map name, symbol or one-map section into one keyed by map name.
 * @throws PinUsageError for a key that is unknown, ambiguous, or the second one for its map.
 */
export function bySelector<T>(
  record: Readonly<Record<string, T>> | undefined,
  object: ObjectSpec,
  option: string,
): Map<string, T> {
  const chosen = new Map<string, T>();
  const keys = Object.keys(record ?? {});
  if (keys.length === 0) return chosen;
  const maps = [...object.maps.values()];
  for (const key of keys) {
    const { name } = select(key, maps, option);
    if (chosen.has(name)) throw new PinUsageError(`${option} names the map ${name} twice.`, { map: name });
    chosen.set(name, record![key]!);
  }
  return chosen;
}
