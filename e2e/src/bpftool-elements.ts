import { spawnSync } from "node:child_process";
import { parseLossless } from "./lossless-json.js";

/** One element of a map as bpftool prints it. */
export interface BpftoolElement {
  key: Uint8Array;
  /** One value; of a per-CPU map, one for each CPU in turn. Empty where bpftool could not read it. */
  values: Uint8Array[];
  /** Why there is no value, in bpftool's words. */
  error?: string;
  /** The same by the map's BTF, where it has some; whole numbers are bigints. */
  formatted?: { key: unknown; values: unknown[] };
}

type Hex = string[];
interface PrintedElement {
  key: Hex;
  value?: Hex | { error: string };
  values?: { cpu: bigint; value: Hex }[];
  formatted?: { key?: unknown; value?: unknown; values?: { value: unknown }[] };
}

const bytesOf = (hex: Hex): Uint8Array => Uint8Array.from(hex, Number);
const wordsOf = (bytes: Uint8Array): string[] => Array.from(bytes, String);

/** Runs `bpftool -j` and gives back its status and what it printed, parsed; undefined for nothing. */
function runJson(args: readonly string[]): { status: number | null; printed: unknown } {
  const { status, stdout, error } = spawnSync("bpftool", ["-j", ...args], { encoding: "utf8" });
  if (error !== undefined) throw error;
  // bpftool 7.1 does not know floats, and gives the struct up at the first.
  const json = stdout.trim().replaceAll("(unsupported-kind", "null");
  return { status, printed: json === "" ? undefined : parseLossless(json) };
}

function mustRun(...args: string[]): unknown {
  const { status, printed } = runJson(args);
  if (status === 0) return printed;
  throw new Error(`bpftool ${args.join(" ")}: status ${status} ${JSON.stringify(printed)}`);
}

function readElement({ key, value, values, formatted }: PrintedElement): BpftoolElement {
  const element: BpftoolElement = { key: bytesOf(key), values: [] };
  if (values !== undefined) element.values = values.map(({ value }) => bytesOf(value));
  else if (Array.isArray(value)) element.values = [bytesOf(value)];
  else if (value !== undefined) element.error = value.error;
  if (formatted === undefined) return element;
  const perCpu = formatted.values?.map(({ value }) => value);
  element.formatted = { key: formatted.key, values: perCpu ?? [formatted.value] };
  return element;
}

/** All elements of the map pinned at a path, in the kernel's order (`bpftool map dump`). */
export function dumpElements(path: string): BpftoolElement[] {
  return (mustRun("map", "dump", "pinned", path) as PrintedElement[]).map(readElement);
}

/** One element (`bpftool map lookup`); undefined where there is none. */
export function lookupElement(path: string, key: Uint8Array): BpftoolElement | undefined {
  const { status, printed } = runJson(["map", "lookup", "pinned", path, "key", ...wordsOf(key)]);
  if (status === 0) return readElement(printed as PrintedElement);
  if (printed === null) return undefined;
  throw new Error(`bpftool map lookup ${path}: ${JSON.stringify(printed)}`);
}

/** Writes one element (`bpftool map update`); of a per-CPU map, the same value for every CPU. */
export function updateElement(path: string, key: Uint8Array, value: Uint8Array | readonly string[]): void {
  const words = value instanceof Uint8Array ? wordsOf(value) : value;
  mustRun("map", "update", "pinned", path, "key", ...wordsOf(key), "value", ...words);
}

export function deleteElement(path: string, key: Uint8Array): void {
  mustRun("map", "delete", "pinned", path, "key", ...wordsOf(key));
}

/** Puts a value into a queue, a stack or a bloom filter (`bpftool map push`). */
export function pushValue(path: string, value: Uint8Array): void {
  mustRun("map", "push", "pinned", path, "value", ...wordsOf(value));
}

/** The next value of a queue or stack, which stays there (`peek`) or goes (`pop`); undefined where it is empty. */
export function nextValue(path: string, how: "peek" | "pop"): Uint8Array | undefined {
  const { status, printed } = runJson(["map", how, "pinned", path]);
  if (status === 0) return readElement(printed as PrintedElement).values[0];
  if (printed === null) return undefined;
  throw new Error(`bpftool map ${how} ${path}: ${JSON.stringify(printed)}`);
}
