/** Options of every verb that reads or writes keys and values. */
export const typeOptions = ["btf", "key-type", "value-type", "raw"] as const;

/** How keys and values are typed, for help. */
export const aboutValues = [
  "KEY and VALUE are JSON as the map's BTF says, a bare number, a bare text for strings and enums, a CIDR prefix for",
  'the keys of an lpm_trie, or hex:… for the bytes as they are. 64-bit numbers in JSON are decimal strings ("12").',
];
