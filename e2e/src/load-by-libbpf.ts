import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { buildNative } from "./native-program.js";
import { loaded } from "./pace.js";

let program: string | undefined;

/**
 * Loads programs of an object with Debian's libbpf and pins them at `DIR/PROGRAM`.
 *
 * @returns undefined, or what libbpf said when it could not
 */
export function loadByLibbpf(object: string, directory: string, ...programs: string[]): string | undefined {
  program ??= buildNative("libbpf-load", "bpf");
  mkdirSync(directory, { recursive: true });
  const { status, signal, stderr } = spawnSync(program, [object, directory, ...programs], {
    encoding: "utf8",
  });
  loaded(Math.max(1, programs.length));
  if (status === 0) return undefined;
  const said = stderr
    .split("\n")
    .filter((line) => line.startsWith("libbpf: ") && !/LOG --|failed to load/.test(line));
  const lines = said.map((line) => line.replace("libbpf: ", ""));
  return `${signal ?? `status ${status}`}: ${lines.join("; ") || stderr}`;
}
