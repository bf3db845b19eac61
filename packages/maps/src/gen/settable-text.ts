import { kindLayouts } from "../fds/layouts.js";
import { setFormOf } from "../fds/update.js";
import type { MapShape } from "./map-shape.js";

/** The type of what may be set, where that is not what is read: kernel objects. */
export function settableText({ type, keySize, valueSize, untyped }: MapShape): string | undefined {
  const info = { type, keySize, valueSize, flags: 0 };
  const form = setFormOf(info);
  // A raw map takes the bytes that it gives, but where those are no id.
  const bytes = untyped === undefined ? "" : "Uint8Array | ";
  switch (form) {
    case "descriptor":
      return "FdValue | number";
    case "id":
      return `${bytes}FdValue | number`;
    case "program": {
      const { value } = kindLayouts(info);
      const first = value?.kind === "struct" ? value.fields[0]?.name : undefined;
      return `${bytes}number | { ${first}: number; program?: FdValue | number }`;
    }
    default:
      return undefined;
  }
}
