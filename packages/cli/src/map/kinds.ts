import {
  type AnyMap,
  type BloomFilter,
  type JsonValue,
  MapError,
  type Queue,
  type TypedMap,
} from "@bpf/maps";
import type { CommandInput } from "../commands/command.js";
import { type MapUse, openTarget } from "./open-map.js";

/** Maps of each kind, with JSON as keys and values. */
export type KeyedJson = TypedMap<JsonValue, JsonValue>;
export type QueueJson = Queue<JsonValue>;
export type BloomJson = BloomFilter<JsonValue>;

const instead: Readonly<Record<string, string>> = {
  queue: "it has no keys: see bpf map push, pop and peek",
  bloom: "nothing can be read back from it: see bpf map push and has",
  ringbuf: "it has records, not elements: see bpf map events",
  keyed: "it has keys: see bpf map get and set",
};

/** The error of a verb that a map is not for. */
export function wrongKind({ kind, name, path, typeName }: AnyMap, { verb }: MapUse): MapError {
  const why = instead[kind] ?? "it is of another kind";
  const text = `${path ?? name} is of type ${typeName}, and ${verb} is not for it: ${why}.`;
  return new MapError("ERR_MAP_KIND", text, { map: name, path });
}

/**
 * Opens the map of PIN where it has keys.
 * @throws MapError ERR_MAP_KIND where it has none; what {@link openTarget} throws
 */
export function openKeyed(input: CommandInput, use: MapUse): KeyedJson {
  const map = openTarget(input, use);
  if (map.kind === "keyed") return map as KeyedJson;
  map.close();
  throw wrongKind(map, use);
}

/** As {@link openKeyed}, for queues and stacks. */
export function openQueue(input: CommandInput, use: MapUse): QueueJson {
  const map = openTarget(input, use);
  if (map.kind === "queue") return map as QueueJson;
  map.close();
  throw wrongKind(map, use);
}
