import { readFileSync } from "node:fs";

/** The kernel's symbols, of modules too. All addresses are 0 for those who may not see them (kernel.kptr_restrict). */
export interface Kallsyms {
  /** By name; the first one of a name that stands at several. */
  readonly addresses: ReadonlyMap<string, bigint>;
  /** Names that stand at several addresses. */
  readonly ambiguous: ReadonlySet<string>;
}

const symbolLine = /^([0-9a-f]+) \S (\S+)/;

let ofRunningKernel: Kallsyms | undefined;

/** The running kernel's symbols; read once a process. */
export function kallsyms(): Kallsyms {
  ofRunningKernel ??= parseKallsyms(readFileSync("/proc/kallsyms", "latin1"));
  return ofRunningKernel;
}

/** Addresses of {@link kallsyms} by name. */
export function kernelSymbols(): ReadonlyMap<string, bigint> {
  return kallsyms().addresses;
}

/** Reads lines of `ADDRESS TYPE NAME`. */
export function parseKallsyms(text: string): Kallsyms {
  const addresses = new Map<string, bigint>();
  const ambiguous = new Set<string>();
  for (const line of text.split("\n")) {
    const [, digits, name] = symbolLine.exec(line) ?? [];
    if (name === undefined) continue;
    const address = BigInt(`0x${digits}`);
    const first = addresses.get(name);
    if (first === undefined) addresses.set(name, address);
    else if (first !== address) ambiguous.add(name);
  }
  return { addresses, ambiguous };
}
