import { readFileSync } from "node:fs";

const symbolLine = /^([0-9a-f]+) \S (\S+)/;

/**
 * /proc/kallsyms at one time, read when it is first asked: lines of `ADDRESS TYPE NAME`, with a tab and the module's name
 * behind those of modules. For one load: modules come back at other addresses.
 */
export class Kallsyms {
  readonly #read: () => string;
  #text: string | undefined;

  constructor(read: () => string = readKallsyms) {
    this.#read = read;
  }

  /**
   * Where a symbol of the running kernel, or of a module, stands: several addresses where several have the name; 0 for
   * those who may not see addresses (kernel.kptr_restrict).
   */
  addresses(name: string): bigint[] {
    this.#text ??= this.#read();
    return findSymbol(this.#text, name);
  }
}

const readKallsyms = (): string => readFileSync("/proc/kallsyms", "latin1");

/** Looks for one name: the text has 200,000 lines, and to read them all takes half a second. */
export function findSymbol(lines: string, name: string): bigint[] {
  const found = new Set<bigint>();
  const wanted = ` ${name}`;
  for (let at = lines.indexOf(wanted); at >= 0; at = lines.indexOf(wanted, at + 1)) {
    const start = lines.lastIndexOf("\n", at) + 1;
    const [, address, whole] = symbolLine.exec(lines.slice(start, at + wanted.length + 1)) ?? [];
    if (whole === name) found.add(BigInt(`0x${address}`));
  }
  return [...found];
}

let parsed: { readonly text: string; readonly symbols: ReadonlyMap<string, bigint> } | undefined;

/** All of the running kernel's symbols by name, parsed anew where they changed. The first address of several. */
export function kernelSymbols(read = readKallsyms): ReadonlyMap<string, bigint> {
  const text = read();
  if (parsed?.text !== text) parsed = { text, symbols: parseKallsyms(text) };
  return parsed.symbols;
}

export function parseKallsyms(lines: string): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const line of lines.split("\n")) {
    const [, address, name] = symbolLine.exec(line) ?? [];
    if (name !== undefined && !found.has(name)) found.set(name, BigInt(`0x${address}`));
  }
  return found;
}
