import { LayoutError } from "../errors.js";
import { checkAggregate } from "./check-aggregate.js";
import { checkScalar } from "./check-scalar.js";
import type { Layout } from "./layout.js";
import { maxDepth, maxFields, maxSize, maxValues } from "./limits.js";
import { fieldPath } from "./path.js";

/** How much a layout holds; see limits.ts. */
export interface Measure {
  readonly size: number;
  readonly depth: number;
  readonly fields: number;
  readonly values: number;
}

/** Of each layout that was looked at; what failed once fails again without being looked at. */
const measures = new WeakMap<Layout, Measure | LayoutError>();

/** Checks a layout and all below it, once for each object, and counts what it holds. @throws LayoutError */
export function measure(layout: Layout, path: string, outer: readonly Layout[] = []): Measure {
  const known = measures.get(layout);
  if (LayoutError.is(known)) throw known;
  if (known !== undefined) return known;
  if (outer.includes(layout)) throw new LayoutError(path, "contains itself");
  if (outer.length > maxDepth) throw new LayoutError(path, `nested over ${maxDepth} deep`);
  try {
    const measured = measureNew(layout, path, [...outer, layout]);
    requireLimits(measured, path);
    measures.set(layout, measured);
    return measured;
  } catch (error) {
    if (LayoutError.is(error) && typeof layout === "object" && layout !== null) measures.set(layout, error);
    throw error;
  }
}

function requireLimits({ depth, fields, values }: Measure, path: string): void {
  if (depth > maxDepth) throw new LayoutError(path, `nested over ${maxDepth} deep`);
  if (fields > maxFields) throw new LayoutError(path, `over ${maxFields} fields`);
  if (values > maxValues) throw new LayoutError(path, `over ${maxValues} values`);
}

function measureNew(layout: Layout, path: string, outer: readonly Layout[]): Measure {
  switch (layout.kind) {
    case "struct":
    case "union": {
      const total = { size: layout.size, depth: 1, fields: 0, values: 1 };
      for (const field of layout.fields) {
        const inner = measure(field.layout, fieldPath(path, field.name), outer);
        total.depth = Math.max(total.depth, inner.depth + 1);
        total.fields += inner.fields + 1;
        total.values += inner.values;
        if (total.fields > maxFields) return total;
      }
      checkAggregate(layout, path);
      return total;
    }
    case "array": {
      const { element, length } = layout;
      const inner = measure(element, `${path}[]`, outer);
      if (!Number.isSafeInteger(length) || length < 0 || inner.size * length > maxSize)
        throw new LayoutError(path, `an array of ${length} elements`);
      return {
        size: inner.size * length,
        depth: inner.depth + 1,
        fields: inner.fields,
        values: 1 + inner.values * length,
      };
    }
    default:
      return { size: checkScalar(layout, path), depth: 0, fields: 0, values: 1 };
  }
}
