/** What reads a property, and what assigning to it calls; undefined for a property that cannot be assigned. */
export interface Accessor {
  readonly get: () => unknown;
  readonly set: ((value: unknown) => void) | undefined;
}

/**
 * An object with these properties and no others, whatever their names are: `__proto__` and `then` are just names.
 *
 * It has an empty prototype of its own: objects without any, and a second one that differs only in its accessors, are what V8
 * keeps as hash tables, where a read takes ten times as long.
 */
export function withAccessors(accessors: ReadonlyMap<string, Accessor>): object {
  const object: object = Object.create(Object.create(null));
  for (const [name, accessor] of accessors) {
    Object.defineProperty(object, name, { ...accessor, enumerable: true } as PropertyDescriptor);
  }
  return Object.preventExtensions(object);
}
