import { elementError } from "@bpf/syscall";
import { wasAbsent } from "../fds/unreadable.js";
import type { OpenedMap } from "../open/core.js";
import { failedAfter } from "./failed-after.js";
import { Room } from "./room.js";
import type { Steps } from "./steps.js";
import { lacksBatch } from "./walk.js";

/**
 * Deletes many keys; the result is how many of them were there. By BPF_MAP_DELETE_BATCH (Linux 5.6), or one by one.
 * Where a key is wrong, those before it are deleted.
 *
 * @throws ValueError, BpfError, each with `done`: the elements that were deleted before
 */
export function* deleteAllSteps(map: OpenedMap, keys: Iterable<unknown>): Steps {
  const room = new Room(map);
  const progress = { done: 0, byBatch: true };
  try {
    try {
      for (const key of keys) {
        room.putKey(key);
        room.filled++;
        if (room.full) yield* deleteFilled(map, room, progress);
      }
    } catch (error) {
      // Of a key that is wrong; after a failed call the room is empty.
      yield* deleteFilled(map, room, progress);
      throw error;
    }
    yield* deleteFilled(map, room, progress);
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}

/** Deletes the keys in the room. The kernel stops at a key that is not there: it is passed over. */
export function* deleteFilled(
  { info: { type } }: OpenedMap,
  room: Room,
  progress: { done: number; byBatch: boolean },
): Steps<void> {
  const { batch, filled } = room;
  room.filled = 0;
  for (let from = 0; from < filled; ) {
    batch.count = filled;
    const { byBatch, done } = progress;
    const result: number = yield { batch, call: byBatch ? "delete" : "deleteEach", from, done };
    if (byBatch && lacksBatch(result)) {
      progress.byBatch = false;
      continue;
    }
    progress.done += batch.count - from;
    from = batch.count + 1;
    if (result < 0 && !wasAbsent(type, result))
      throw elementError(result, byBatch ? "MAP_DELETE_BATCH" : "MAP_DELETE_ELEM");
  }
}
