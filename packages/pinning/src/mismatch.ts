/** What of a pin is compared with what an object wants. */
export type MismatchField = "kind" | "type" | "keySize" | "valueSize" | "maxEntries" | "flags" | "mapExtra";

/**
 * One field that differs. `type` and `kind` are bpftool's names (a number where a type is unknown to us), `flags` and
 * sizes numbers, `mapExtra` a bigint.
 */
export interface Mismatch {
  readonly field: MismatchField;
  /** What the pinned object has. */
  readonly pinned: string | number | bigint;
  /** What the object file wants, after what this kernel makes of it. */
  readonly wanted: string | number | bigint;
}

const words: Record<MismatchField, string> = {
  kind: "kind",
  type: "type",
  keySize: "key size",
  valueSize: "value size",
  maxEntries: "max entries",
  flags: "flags",
  mapExtra: "map extra",
};

const human = (field: MismatchField, value: string | number | bigint): string => {
  if (field === "flags" || field === "mapExtra") return `0x${value.toString(16)}`;
  if (field === "keySize" || field === "valueSize") return `${value} bytes`;
  return String(value);
};

/** `max entries 1 is pinned, 2 wanted`. */
export function describeMismatch({ field, pinned, wanted }: Mismatch): string {
  return `${words[field]} ${human(field, pinned)} is pinned, ${human(field, wanted)} wanted`;
}
