/**
 * A name of C as TypeScript writes types: `flow_key` becomes `FlowKey`. ASCII only, since what counts as a letter beyond it
 * depends on the compiler; "" where nothing is left.
 */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9$]+/).filter((word) => word !== "");
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^[0-9]/.test(joined) ? `_${joined}` : joined;
}

/** The same with a small first letter. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}

/** Names of one module, each given once. */
export class Identifiers {
  readonly #taken: Set<string>;

  /** @param reserved names that the module has otherwise: imports, globals that it uses */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /** `wanted`, or where that is taken already the first of `wanted2`, `wanted3` … that is not. */
  take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
}
