import { readFileSync } from "node:fs";

const symbolLine = /^([0-9a-f]+) \S (\S+)/;

let text: string | undefined;
let symbols: ReadonlyMap<string, bigint> | undefined;

/** Lines of `ADDRESS TYPE NAME`, with a tab and the module's name behind those of modules; read once a process. */
function kallsyms(): string {
  text ??= readFileSync("/proc/kallsyms", "latin1");
  return text;
}

/**
 * Where a symbol of the running kernel, or of a module, stands: several addresses where several have the name; 0 for
 * those who may not see addresses (kernel.kptr_restrict).
 */
export function symbolAddresses(name: string): bigint[] {
  return findSymbol(kallsyms(), name);
}

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

/** All of the running kernel's symbols by name; read once a process. The first address of a name that has several. */
export function kernelSymbols(): ReadonlyMap<string, bigint> {
  symbols ??= parseKallsyms(kallsyms());
  return symbols;
}

export function parseKallsyms(lines: string): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const line of lines.split("\n")) {
    const [, address, name] = symbolLine.exec(line) ?? [];
    if (name !== undefined && !found.has(name)) found.set(name, BigInt(`0x${address}`));
  }
  return found;
}
