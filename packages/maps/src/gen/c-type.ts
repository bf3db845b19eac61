import type { Layout, LayoutField } from "../layout/layout.js";

/** What a layout is in C, with the kernel's short names of types: what TypeScript's types do not tell. */
export function cType(layout: Layout): string {
  switch (layout.kind) {
    case "integer":
      return `${layout.signed ? "s" : "u"}${layout.size * 8}`;
    case "bool":
      return layout.size === 1 ? "bool" : `bool of ${layout.size} bytes`;
    case "char":
      return "char";
    case "float":
      return layout.size === 4 ? "float" : "double";
    case "string":
      return `char[${layout.size}]`;
    case "pointer":
      return "pointer";
    case "bytes":
      return `${layout.size} bytes`;
    case "array":
      return arrayType(layout);
    default:
      return `${layout.kind}${layout.name === "" ? "" : ` ${layout.name}`}`;
  }
}

/** C writes the outer length first. */
function arrayType(layout: Layout): string {
  let lengths = "";
  let element = layout;
  for (; element.kind === "array"; element = element.element) lengths += `[${element.length}]`;
  const type = cType(element);
  return element.kind === "string" ? type.replace("[", `${lengths}[`) : `${type}${lengths}`;
}

/** The same of a field; undefined where its type in TypeScript tells all. */
export function cTypeOfField({ layout, bits }: LayoutField): string | undefined {
  if (bits !== undefined) return `${cType(layout)}, ${bits.size} ${bits.size === 1 ? "bit" : "bits"}`;
  const isTold = layout.kind === "struct" || layout.kind === "union" || layout.kind === "enum";
  return isTold || (layout.kind === "bool" && layout.size === 1) ? undefined : cType(layout);
}
