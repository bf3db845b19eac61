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

const human = (field: MismatchField, value: string | number | bigint): string => {
  if (field === "flags" || field === "mapExtra") return `0x${value.toString(16)}`;
  if (field === "keySize" || field === "valueSize") return `${value} bytes`;
  return String(value);
};

/** `maxEntries: pinned 1, wanted 2`: the field as programs name it, sizes in bytes, flags in hexadecimal. */
export function describeMismatch({ field, pinned, wanted }: Mismatch): string {
  return `${field}: pinned ${human(field, pinned)}, wanted ${human(field, wanted)}`;
}
