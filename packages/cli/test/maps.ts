import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import * as assert from "uvu/assert";
import { testObject } from "./objects.js";
import { type Outcome, runLine } from "./support.js";

export const root = "/sys/fs/bpf";

/** An element as bpftool has it: bytes as `0x…` words, and what it makes of them by BTF. */
export interface BpftoolElement {
  readonly key: string[];
  readonly value: string[];
  readonly formatted?: { readonly key: unknown; readonly value: unknown };
}

/** Runs `bpftool -j map …` and parses what it prints. */
export function bpftoolMap<T = BpftoolElement>(...args: string[]): T {
  const text = execFileSync("bpftool", ["-j", "map", ...args], { encoding: "utf8" });
  // bpftool 7.1 does not know floats, and gives the struct up at the first.
  return JSON.parse(text === "" ? "null" : text.replaceAll("(unsupported-kind", "null"));
}

/** All bytes in a map, by key: what must be the same again after a round trip. */
export function allBytes(pin: string): string[] {
  const elements = bpftoolMap<BpftoolElement[]>("dump", "pinned", `${root}/${pin}`);
  // Per-CPU maps have `values`.
  return elements.map(({ formatted, ...bytes }) => JSON.stringify(bytes)).sort();
}

/** Runs `bpf map VERB …` with `--json`; exit code 0 is required. Gives the document. */
export async function mapJson(...argv: string[]): Promise<ReturnType<typeof JSON.parse>> {
  const outcome = await runLine(["map", ...argv, "--json"]);
  assert.is(outcome.code, 0, `${argv.join(" ")}: ${outcome.stderr}`);
  assert.is(outcome.stderr, "", argv.join(" "));
  return outcome.document();
}

/** Runs `bpf map VERB …` as people do. */
export const map = (...argv: string[]): Promise<Outcome> => runLine(["map", ...argv]);

/** Runs a line that must fail: its exit code, and its error's code. */
export async function failure(...argv: string[]): Promise<[code: number, error: string, message: string]> {
  const { code, stdout, error } = await runLine(["map", ...argv, "--json"]);
  assert.is(stdout, "", argv.join(" "));
  return [code, error().code, error().message];
}

/** Pins the maps of testdata/NAME.bpf.c by their names. */
export async function pinMaps(name: string): Promise<void> {
  const { code, stderr } = await runLine(["load", testObject(name)]);
  assert.is(code, 0, stderr);
}

/** Pins a map that bpftool makes, without types. */
export function pinPlainMap(name: string, definition: string): void {
  execFileSync("bpftool", ["map", "create", `${root}/${name}`, ...definition.split(" "), "name", name]);
}

export function unpin(...names: string[]): void {
  for (const name of names) rmSync(`${root}/${name}`, { recursive: true, force: true });
}
