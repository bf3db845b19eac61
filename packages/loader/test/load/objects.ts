import { readdirSync, readFileSync } from "node:fs";
import { type ObjectSpec, parseObject } from "@bpf/elf";

/** An object of testdata/objects/load, by its name without `load-`. */
export function loadable(name: string): ObjectSpec {
  const file = new URL(`../../../../testdata/objects/load/load-${name}.o`, import.meta.url);
  return parseObject(readFileSync(file), { name: name.replaceAll("-", "_") });
}

/** How many descriptors this process has open. */
export const openFds = (): number => readdirSync("/proc/self/fd").length;

/** What is pinned, directories left out. */
export function pins(directory = "/sys/fs/bpf"): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !name.endsWith(".debug"))
    .flatMap((entry) => {
      const path = `${directory}/${entry.name}`;
      return entry.isDirectory() ? pins(path) : [path.slice("/sys/fs/bpf/".length)];
    })
    .sort();
}

/** What a call, or a promise, fails with. */
export async function failure(call: () => unknown): Promise<Error & { code: string }> {
  try {
    await call();
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error("it did not fail");
}
