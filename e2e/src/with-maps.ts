import type { ObjectSpec } from "@bpf/elf";
import type { PinnedMaps } from "@bpf/pinning";
import { mapNextId } from "@bpf/syscall";
import * as assert from "uvu/assert";
import { emptyBpffs } from "./bpffs.js";
import { openFds, tree } from "./bpffs-tree.js";
import { collectGarbage } from "./collect-garbage.js";
import { openPinned } from "./load-whole.js";

/** Milliseconds that the kernel may take to free a map: an RCU grace period, which is long in an emulated machine. */
const patience = 30_000;

/**
 * Whether the kernel still has a map of this id. Not by opening it: a program array that is opened and closed while the
 * kernel is about to empty it is never freed (6.18; prog_array_map_clear takes a reference for each time and gives one back).
 */
const isAlive = (id: number): boolean => mapNextId(id - 1) === id;

/** Waits until the kernel has freed maps; fails for one that something still holds. */
export async function mapsGone(ids: readonly number[]): Promise<void> {
  const deadline = performance.now() + patience;
  for (const id of ids) {
    while (isAlive(id)) {
      // Memory that a map was mapped to goes with the buffers over it.
      collectGarbage();
      if (performance.now() > deadline) assert.unreachable(`map ${id} is still held`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/**
 * Runs a test on the maps of an object, each pinned (by its name, else in `extra/`), on an empty bpffs. Afterwards no
 * descriptor may be left open, no pin made or lost, and, the pins removed, no map alive.
 */
export async function withMaps(
  object: ObjectSpec,
  body: (maps: PinnedMaps) => void | Promise<void>,
): Promise<void> {
  emptyBpffs();
  const fds = openFds().length;
  const maps = openPinned(object);
  const pins = tree();
  try {
    await body(maps);
    assert.equal(tree(), pins, "pins");
  } finally {
    maps.close();
    emptyBpffs();
  }
  assert.is(openFds().length, fds, "open descriptors");
  await mapsGone([...maps.maps.values()].map(({ id }) => id));
}
