import type { LayoutField } from "../../layout/layout.js";
import { position } from "./source.js";

/** An expression for the integer or float in memory, undefined where only closures read such. */
export function rawRead(
  { layout, bits }: LayoutField,
  at: string,
  offset: number,
  little: boolean,
): string | undefined {
  if (bits !== undefined) return undefined;
  const here = position(at, offset);
  switch (layout.kind) {
    case "float":
      return `view.getFloat${layout.size * 8}(${here}, ${little})`;
    case "pointer":
      return `view.getBigUint64(${here}, ${little})`;
    case "bool":
      return layout.size === 1 ? `u8[${here}]` : undefined;
    case "integer":
    case "enum":
      return integerRead(layout, here, little);
    default:
      return undefined;
  }
}

function integerRead(
  { size, signed }: { size: number; signed: boolean },
  here: string,
  little: boolean,
): string | undefined {
  const sign = signed ? "Int" : "Uint";
  switch (size) {
    case 1:
      return signed ? `view.getInt8(${here})` : `u8[${here}]`;
    case 2:
    case 4:
      return `view.get${sign}${size * 8}(${here}, ${little})`;
    case 8:
      return `view.getBig${sign}64(${here}, ${little})`;
    default:
      return undefined;
  }
}
