import { elementError, UpdateFlag } from "@bpf/syscall";
import { beginTurn, type OpenedMap, requireTurn } from "../open/core.js";
import { failedAfter } from "./failed-after.js";
import { Room } from "./room.js";
import { restAfter, type Steps } from "./steps.js";
import { lacksBatch } from "./walk.js";

/**
 * Sets many elements; the result is their number. By BPF_MAP_UPDATE_BATCH (Linux 5.6) where kernel, map type and flags
 * allow, else one by one. Where an entry is wrong, those before it are set.
 *
 * @throws ValueError, BpfError, each with `done`: the elements that were set before
 */
export function* setAllSteps(
  map: OpenedMap,
  entries: Iterable<readonly [unknown, unknown]>,
  flags: number,
): Steps {
  if (map.updateValue !== undefined) return yield* setEach(map, map.updateValue, entries, flags);
  const room = new Room(map);
  // The kernel's batches take no BPF_NOEXIST and no BPF_EXIST.
  const progress = { done: 0, byBatch: (flags & ~UpdateFlag.LOCK) === 0 };
  try {
    try {
      for (const [key, value] of entries) {
        room.putKey(key);
        room.putValue(value);
        room.filled++;
        if (room.full) yield* flush(room, flags, progress);
      }
    } catch (error) {
      // Of an entry that is wrong; after a failed flush the room is empty.
      yield* flush(room, flags, progress);
      throw error;
    }
    yield* flush(room, flags, progress);
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}

/** Values that are kernel objects go one by one, on this thread: their descriptors are looked up for each. */
function* setEach(
  map: OpenedMap,
  updateValue: NonNullable<OpenedMap["updateValue"]>,
  entries: Iterable<readonly [unknown, unknown]>,
  flags: number,
): Steps {
  const { key, keyView } = map;
  let done = 0;
  try {
    for (const [k, value] of entries) {
      const turn = beginTurn(map);
      key.encode(k, keyView, 0, "key");
      const result = updateValue(value, flags, () => requireTurn(map, turn));
      if (result < 0) throw elementError(result, "MAP_UPDATE_ELEM");
      done++;
      if (done % restAfter === 0) yield { call: "rest", done };
    }
  } catch (error) {
    throw failedAfter(error, done);
  }
  return done;
}

function* flush(room: Room, flags: number, progress: { done: number; byBatch: boolean }): Steps<void> {
  const { batch, filled } = room;
  const { done } = progress;
  if (filled === 0) return;
  room.filled = 0;
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
}
