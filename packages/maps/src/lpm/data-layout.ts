import { type Layout, type LayoutField, sizeOfLayout } from "../layout/layout.js";

/** Bytes of the prefix length in front of the data: struct bpf_lpm_trie_key in include/uapi/linux/bpf.h. */
export const PREFIX_BYTES = 4;

/**
 * What the data of a trie's keys are by the layout of the whole key: a struct where several fields follow the prefix
 * length, as in `{ u32 prefixlen; u32 ifindex; u8 address[4]; }`. Otherwise bytes (undefined): the trie compares bits
 * from the first byte on, so that an integer of this machine's byte order would be misleading.
 */
export function lpmDataLayout(key: Layout, keySize: number): Layout | undefined {
  const size = keySize - PREFIX_BYTES;
  const whole = innermost(key);
  if (whole.kind !== "struct") return undefined;
  const data = whole.fields.filter(
    ({ layout, offset }) => sizeOfLayout(layout) > 0 && offset >= PREFIX_BYTES,
  );
  const before = whole.fields.filter(({ offset }) => offset < PREFIX_BYTES);
  // The prefix length in whatever wraps it, and nothing that reaches into the data.
  if (before.some(({ layout, offset }) => offset + sizeOfLayout(layout) > PREFIX_BYTES)) return undefined;
  if (data.length > 1) return { kind: "struct", name: "", size, fields: data.map(moved) };
  const alone = data.length === 1 ? innermost(data[0]!.layout) : undefined;
  return alone?.kind === "struct" && alone.size === size ? alone : undefined;
}

/** What is left of structs that hold nothing but one other type. */
function innermost(layout: Layout): Layout {
  if (layout.kind !== "struct") return layout;
  const fields = layout.fields.filter((field) => sizeOfLayout(field.layout) > 0);
  const [only] = fields;
  if (fields.length !== 1 || only === undefined || only.bits !== undefined) return layout;
  return sizeOfLayout(only.layout) === layout.size ? innermost(only.layout) : layout;
}

/** As a field of the data alone. */
function moved(field: LayoutField): LayoutField {
  const offset = field.offset - PREFIX_BYTES;
  if (field.bits === undefined) return { ...field, offset };
  return { ...field, offset, bits: { ...field.bits, offset: field.bits.offset - 8 * PREFIX_BYTES } };
}
