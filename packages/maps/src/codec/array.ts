import type { ByteView } from "./byte-view.js";
import type { Coder, Form } from "./coder.js";
import { Misfit, unexpected } from "./misfit.js";

/** As JavaScript values any array-like of the right length is taken: arrays, typed arrays. */
export function arrayCoder(element: Coder, size: number, length: number, form: Form): Coder {
  return {
    read(from, at) {
      const elements: unknown[] = [];
      for (let i = 0; i < length; i++) elements.push(element.read(from, at + i * size));
      return elements;
    },
    write(value, to, at) {
      if (!isArrayLike(value, form)) throw unexpected(`an array of ${length}`, value);
      if (value.length !== length) throw new Misfit(`expected ${length} elements, not ${value.length}`);
      for (let i = 0; i < length; i++) writeElement(element, value[i], i, to, at + i * size);
    },
  };
}

function writeElement(element: Coder, value: unknown, index: number, to: ByteView, at: number): void {
  try {
    element.write(value, to, at);
  } catch (error) {
    throw error instanceof Misfit ? error.inside(`[${index}]`) : error;
  }
}

function isArrayLike(value: unknown, form: Form): value is ArrayLike<unknown> {
  if (Array.isArray(value)) return true;
  if (form === "json" || typeof value !== "object" || value === null) return false;
  return typeof (value as { length?: unknown }).length === "number";
}
