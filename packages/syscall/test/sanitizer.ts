import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What -fsanitize= takes. */
export type Sanitizer = "thread" | "address,undefined";

/** Where the addon's sources are. */
export const native = fileURLToPath(new URL("../native/", import.meta.url));

const compiler = (process.env.CXX ?? "c++").split(" ").filter(Boolean);

/** Compiles C++ sources with a sanitizer that ends the program at its first finding. */
export function compileSanitized(
  program: string,
  sources: readonly string[],
  sanitizer: Sanitizer,
  flags: readonly string[] = [],
): void {
  const [command = "", ...words] = compiler;
  const options = [
    "-std=c++17",
    "-O1",
    "-g",
    "-pthread",
    `-fsanitize=${sanitizer}`,
    "-fno-sanitize-recover=all",
  ];
  execFileSync(command, [...words, ...options, ...flags, ...sources, "-o", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Why no program made with a sanitizer runs here; undefined if one does. */
export function missingSanitizer(sanitizer: Sanitizer): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), "sanitizer-"));
  const source = join(directory, "empty.cc");
  writeFileSync(source, "int main() {}\n");
  try {
    compileSanitized(join(directory, "empty"), [source], sanitizer);
    execFileSync(join(directory, "empty"), { stdio: "pipe" });
    return undefined;
  } catch (error) {
    const reason = String((error as { stderr?: Buffer }).stderr ?? error).trim();
    return `no program of the compiler's runs with it: ${reason.split("\n")[0]}`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
