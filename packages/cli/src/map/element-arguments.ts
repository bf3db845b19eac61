import { MapType } from "@bpf/elf";
import { isPerCpu, type JsonValue } from "@bpf/maps";
import { possibleCpus } from "@bpf/syscall";
import type { CommandInput } from "../commands/command.js";
import type { BloomJson, KeyedJson, QueueJson } from "./kinds.js";
import { perCpuArgument, prefixArgument, type ValueShape, valueArgument } from "./value-argument.js";

/** The KEY of a command line as JSON. @throws UsageError */
export function keyArgument(
  map: KeyedJson,
  text: string,
  { options }: CommandInput,
  verb: string,
): JsonValue {
  const shape: ValueShape = { what: "KEY", layout: map.keyLayout, verb };
  const isPrefix = map.info.type === MapType.LPM_TRIE && options.raw !== true;
  return (isPrefix ? prefixArgument : valueArgument)(text, shape);
}

/** The VALUE of a command line as JSON. @throws UsageError */
export function elementArgument(
  map: KeyedJson | QueueJson | BloomJson,
  text: string,
  verb: string,
): JsonValue {
  const shape: ValueShape = { what: "VALUE", layout: map.valueLayout, verb };
  if (map.kind !== "keyed" || !isPerCpu(map.info.type)) return valueArgument(text, shape);
  return perCpuArgument(text, shape, map.valueCodec.size, possibleCpus());
}
