import { typeError, typeName } from "./argument-error.js";

/** The getters of every typed array, which no subclass and no property of an instance replaces. */
const prototype: object = Object.getPrototypeOf(Uint8Array.prototype);
const tagGetter = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)!.get!;
const byteLengthGetter = Object.getOwnPropertyDescriptor(prototype, "byteLength")!.get!;

/** Throws unless `value` is a Uint8Array (a Buffer is one), of this or another realm. */
export function requireBytes(name: string, value: unknown): asserts value is Uint8Array {
  if (tagGetter.call(value) !== "Uint8Array") {
    throw typeError(`${name} must be a Uint8Array, not ${typeName(value)}`);
  }
}

/** The length that the memory has. `length` and `byteLength` of a caller's array may say anything. */
export function byteLength(bytes: Uint8Array): number {
  return byteLengthGetter.call(bytes);
}
