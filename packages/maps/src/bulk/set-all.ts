import { elementError, UpdateFlag } from "@bpf/syscall";
import type { OpenedMap } from "../open/core.js";
import { failedAfter } from "./failed-after.js";
import { Room } from "./room.js";
import type { Steps } from "./steps.js";
import { lacksBatch } from "./walk.js";

/**
 * Sets many elements; the result is their number. By BPF_MAP_UPDATE_BATCH (Linux 5.6) where kernel, map type and flags
 * allow, else one by one.
 *
 * @throws ValueError, BpfError, each with `done`: the elements that were set before
 */
export function* setAllSteps(
  map: OpenedMap,
  entries: Iterable<readonly [unknown, unknown]>,
  flags: number,
): Steps {
  if (map.updateValue !== undefined) return setEach(map, map.updateValue, entries, flags);
  const room = new Room(map);
  // The kernel's batches take no BPF_NOEXIST and no BPF_EXIST.
  const progress = { done: 0, byBatch: (flags & ~UpdateFlag.LOCK) === 0 };
  try {
    for (const [key, value] of entries) {
      room.putKey(key);
      room.putValue(value);
      room.filled++;
      if (room.full) yield* flush(room, flags, progress);
    }
    if (room.filled > 0) yield* flush(room, flags, progress);
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}

/** Values that are kernel objects go one by one. */
function setEach(
  { key, keyView }: OpenedMap,
  updateValue: NonNullable<OpenedMap["updateValue"]>,
  entries: Iterable<readonly [unknown, unknown]>,
  flags: number,
): number {
  let done = 0;
  try {
    for (const [k, value] of entries) {
      key.encode(k, keyView, 0, "key");
      const result = updateValue(value, flags);
      if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
      done++;
    }
  } catch (error) {
    throw failedAfter(error, done);
  }
  return done;
}

function* flush(room: Room, flags: number, progress: { done: number; byBatch: boolean }): Steps<void> {
  const { batch, filled } = room;
  const { done } = progress;
  if (progress.byBatch) {
    batch.count = filled;
    const result: number = yield { batch, call: "update", flags, done };
    // EINVAL may be about an element as well: that one is told below, and what was set before is only set again.
    progress.byBatch = !lacksBatch(result);
    if (progress.byBatch) {
      progress.done += batch.count;
      if (result < 0) throw elementError(result, "MAP_UPDATE_BATCH");
    }
  }
  if (!progress.byBatch) {
    batch.count = filled;
    const result: number = yield { batch, call: "updateEach", flags, done };
    progress.done += batch.count;
    if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
  }
  room.filled = 0;
}
