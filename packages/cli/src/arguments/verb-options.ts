import type { OptionDefinition } from "./options.js";

/** Options of some verbs, which name them in their definitions; in the order of help. */
export const verbOptions = [
  { name: "create", group: "verb", summary: "only where there is no such key yet" },
  { name: "update", group: "verb", summary: "only where the key is there already" },
  { name: "lock", group: "verb", summary: "under the value's bpf_spin_lock, so that it is whole" },
  { name: "sum", group: "verb", summary: "of a per-CPU map: one value, the sum over the CPUs" },
  { name: "interval", value: "SECONDS", group: "verb", summary: "time between two looks (default 1)" },
  { name: "count", value: "N", group: "verb", summary: "end after N looks, or N records" },
  {
    name: "pin",
    value: "PATH",
    repeatable: true,
    group: "verb",
    summary: "of the map that is pinned there, in place of an object",
  },
  {
    name: "type",
    value: "MAP=NAME",
    repeatable: true,
    group: "verb",
    summary: "values, or records, of this map are of this C type",
  },
  {
    name: "btf",
    value: "FILE",
    group: "verb",
    summary: "object or BTF file with the types, where the kernel keeps none with the map",
  },
  { name: "key-type", value: "NAME", group: "verb", summary: "keys are of this C type: flow_key, __u32" },
  { name: "value-type", value: "NAME", group: "verb", summary: "values, or records, are of this C type" },
  { name: "raw", group: "verb", summary: "keys and values as bytes, hex:…, whatever their types" },
  { name: "data", value: "BYTES", group: "verb", summary: "the packet: hex:…, or @FILE" },
  {
    name: "context",
    value: "BYTES",
    group: "verb",
    summary: "the context, as linux/bpf.h has it: hex:…, or @FILE",
  },
  { name: "repeat", value: "N", group: "verb", summary: "run N times (default 1)" },
] as const satisfies readonly OptionDefinition[];

export type VerbOption = (typeof verbOptions)[number]["name"];
