import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Compiles a C program of e2e/native/ with the machine's compiler and returns its path; it is removed when the
 * process ends.
 */
export function buildNative(name: string, ...libraries: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "native-"));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  const program = join(directory, name);
  const source = fileURLToPath(new URL(`../native/${name}.c`, import.meta.url));
  execFileSync("cc", [
    "-Wall",
    "-Werror",
    "-O1",
    source,
    "-o",
    program,
    ...libraries.map((lib) => `-l${lib}`),
  ]);
  return program;
}
