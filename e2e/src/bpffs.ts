import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The bpffs that the runner mounts for each kernel test, in a mount namespace of its own. */
export const bpffs = "/sys/fs/bpf";

/** Entries that the kernel itself puts into a fresh bpffs. */
const kernelsOwn = new Set(["maps.debug", "progs.debug"]);

/** What is pinned or made in the bpffs, at its top. */
export const entries = (): string[] => readdirSync(bpffs).filter((name) => !kernelsOwn.has(name));

/** Removes everything below the bpffs; for tests that start from an empty one. */
export function emptyBpffs(): void {
  for (const name of entries()) rmSync(join(bpffs, name), { recursive: true });
}
