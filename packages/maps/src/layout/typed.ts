import type { Layout } from "./layout.js";

/** Only in types: never a property. */
declare const valueType: unique symbol;

/** A layout whose values TypeScript knows. A layout of which nothing is known is one too, for any `T`. */
export type Typed<T, L extends Layout = Layout> = L & { readonly [valueType]?: T };

/** The type of a described layout's values: `ValueOf<typeof flow>`. */
export type ValueOf<L> = L extends { readonly [valueType]?: infer T } ? T : unknown;
