import type { Layout } from "./layout.js";
import { measure } from "./measure.js";
import { aggregateName } from "./path.js";

/**
 * Checks that codecs can be made of a layout, and will neither read outside of it nor take for ever: counts
 * and sizes are bounded, fields lie inside their struct, those of a struct do not overlap, names are
 * different. Checked once for each object.
 * @throws LayoutError
 */
export function checkLayout(layout: Layout): void {
  measure(layout, nameOf(layout));
}

function nameOf(layout: Layout): string {
  return layout.kind === "struct" || layout.kind === "union"
    ? aggregateName(layout.kind, layout.name)
    : String(layout?.kind);
}
