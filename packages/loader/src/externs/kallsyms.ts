import { readFileSync } from "node:fs";

const symbolLine = /^([0-9a-f]+) \S (\S+)/;

let symbols: ReadonlyMap<string, bigint> | undefined;

/**
 * Addresses of the running kernel's symbols by name, of modules' too; read once a process. All are 0 for those who may
 * not see them (kernel.kptr_restrict). Names that occur several times have the first address.
 */
export function kernelSymbols(): ReadonlyMap<string, bigint> {
  symbols ??= parseKallsyms(readFileSync("/proc/kallsyms", "latin1"));
  return symbols;
}

/** Reads lines of `ADDRESS TYPE NAME`. */
export function parseKallsyms(text: string): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const line of text.split("\n")) {
    const match = symbolLine.exec(line);
    if (match !== null && !found.has(match[2]!)) found.set(match[2]!, BigInt(`0x${match[1]}`));
  }
  return found;
}
