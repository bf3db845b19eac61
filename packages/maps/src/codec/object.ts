import type { StructLayout, UnionLayout } from "../layout/layout.js";
import { aggregateName, nameStep } from "../layout/path.js";
import type { Coder } from "./coder.js";
import { listed } from "./listed.js";
import { Misfit, unexpected } from "./misfit.js";
import type { Part, Properties } from "./part.js";

/** A struct or union: an object with the properties of its parts. Padding is written as 0. */
export function objectCoder({ kind, name, size }: StructLayout | UnionLayout, parts: readonly Part[]): Coder {
  const names = parts.flatMap((part) => part.names);
  const known = new Set(names);
  return {
    read(from, at) {
      const properties: Properties = {};
      for (const part of parts) part.readInto(properties, from, at);
      return properties;
    },
    write(value, to, at) {
      if (!isObject(value)) throw unexpected(`an object for ${aggregateName(kind, name)}`, value);
      for (const given of Object.keys(value))
        if (!known.has(given))
          throw new Misfit(`no such field; there are ${listed(names)}`).inside(nameStep(given));
      to.u8.fill(0, at, at + size);
      for (const part of parts) part.writeFrom(value, to, at);
    },
  };
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
