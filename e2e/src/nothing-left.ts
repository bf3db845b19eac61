import type { ObjectSpec } from "@bpf/elf";
import * as assert from "uvu/assert";
import { emptyBpffs } from "./bpffs.js";
import { openFds, tree } from "./bpffs-tree.js";
import { allPrograms } from "./bpftool-programs.js";
import { collectGarbage } from "./collect-garbage.js";

/** Milliseconds that the kernel may take to free a program: an RCU grace period, long in an emulated machine. */
const patience = 30_000;

/** Programs of the machine by id, those of these names only. */
const named = (names: ReadonlySet<string>): number[] =>
  allPrograms()
    .filter(({ name }) => names.has(name ?? ""))
    .map(({ id }) => id);

/** What the kernel calls an object's programs: the first 15 bytes of a name. */
const kernelNames = ({ programs }: Pick<ObjectSpec, "programs">): Set<string> =>
  new Set([...programs.values()].map(({ name }) => name.slice(0, 15)));

/** Fails while a program of these names is alive that was not before; waits for those that are being freed. */
async function assertGone(names: ReadonlySet<string>, before: readonly number[]): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const left = named(names).filter((id) => !before.includes(id));
    if (left.length === 0) return;
    if (performance.now() > deadline) assert.unreachable(`programs ${left.join(", ")} are still alive`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Runs something on an empty bpffs that must leave nothing: no pin, no directory, no descriptor of this process, and, by
 * bpftool, no program of the object's names in the kernel.
 */
export async function leavesNothing<T>(
  object: Pick<ObjectSpec, "programs">,
  body: () => T | Promise<T>,
): Promise<T> {
  emptyBpffs();
  collectGarbage();
  const names = kernelNames(object);
  const before = named(names);
  const fds = openFds().length;
  const result = await body();
  assert.equal(tree(), [], "nothing is pinned");
  assert.is(openFds().length, fds, "open descriptors");
  await assertGone(names, before);
  return result;
}
