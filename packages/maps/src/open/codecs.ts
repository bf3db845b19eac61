import { MapType } from "@bpf/elf";
import { type MapInfo, possibleCpus } from "@bpf/syscall";
import { type Codec, codecOf } from "../codec/codec.js";
import { lpmKeyCodec } from "../lpm/codec.js";
import { perCpuCodec } from "../per-cpu/codec.js";
import { jsonCodec } from "./json-codec.js";
import type { MapLayouts } from "./layouts.js";
import { isPerCpu } from "./map-types.js";

/** Which form of keys and values is wanted. */
export interface CodecChoice {
  readonly raw?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Of a per-CPU map: one value, the sum over the CPUs. */
  readonly sum?: boolean | undefined;
}

/** Codecs of keys and values as bpf(2) copies them: of a per-CPU map, the values of all CPUs. */
export function codecsFor(
  { type, keySize }: MapInfo,
  { key, value }: MapLayouts,
  { raw = false, json = false, sum = false }: CodecChoice,
): { key: Codec; value: Codec } {
  const keys = type === MapType.LPM_TRIE && !raw ? lpmKeyCodec(key, keySize) : codecOf(key);
  const values = isPerCpu(type) ? perCpuCodec(codecOf(value), { cpus: possibleCpus(), sum }) : codecOf(value);
  return json ? { key: jsonCodec(keys), value: jsonCodec(values) } : { key: keys, value: values };
}
