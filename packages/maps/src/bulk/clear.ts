import { elementError } from "@bpf/syscall";
import { codecOf } from "../codec/codec.js";
import { clearUnreadable, isUnreadable } from "../fds/unreadable.js";
import type { OpenedMap } from "../open/core.js";
import { bytesLayout } from "../open/layouts.js";
import { isArray } from "../open/map-types.js";
import { deleteFilled } from "./delete-all.js";
import { failedAfter } from "./failed-after.js";
import { Room } from "./room.js";
import { setAllSteps } from "./set-all.js";
import type { Steps } from "./steps.js";
import { batchCapacity, lacksBatch, Walk } from "./walk.js";

const ENOENT = -2;
const EINTR = -4;
const ENOSPC = -28;

/**
 * Empties a map; the result is the number of elements. An array's elements cannot be deleted: they become zeros.
 * Elements that others add meanwhile may stay.
 *
 * @throws BpfError, with `done`: the elements that were deleted before
 */
export function clearSteps(map: OpenedMap): Steps {
  if (isUnreadable(map.info)) return clearUnreadable(map);
  return isArray(map.info.type) ? zeroSteps(map) : takeSteps(map);
}

function zeroSteps(map: OpenedMap): Steps {
  const { info, value } = map;
  const index = new Uint32Array(1);
  const key = new Uint8Array(index.buffer);
  const zeros = new Uint8Array(value.size);
  function* entries(): Generator<readonly [Uint8Array, Uint8Array]> {
    for (let i = 0; i < info.maxEntries; i++) {
      index[0] = i;
      yield [key, zeros];
    }
  }
  const bytes = { key: codecOf(bytesLayout(4)), value: codecOf(bytesLayout(value.size)) };
  return setAllSteps({ ...map, ...bytes }, entries(), 0);
}

/** BPF_MAP_LOOKUP_AND_DELETE_BATCH: one pass over the buckets. */
function* takeSteps(map: OpenedMap): Steps {
  let batch = map.elements.newBatch(batchCapacity(map));
  let done = 0;
  for (;;) {
    let result: number;
    try {
      result = yield { batch, call: "take", done };
    } catch (error) {
      throw failedAfter(error, done);
    }
    if (result === ENOSPC) {
      batch = batch.resized(batch.capacity * 2);
      continue;
    }
    if (lacksBatch(result)) return yield* deleteWalked(map, done);
    done += batch.count;
    if (result === ENOENT) return done;
    if (result < 0 && result !== EINTR) {
      throw failedAfter(elementError(result, "MAP_LOOKUP_AND_DELETE_BATCH"), done);
    }
  }
}

/**
 * Deletes what a walk meets. The walk stands on a key that is then deleted, so that each round starts anew; the number
 * of rounds is bounded, should others add elements without end.
 *
 * @param done elements that were deleted before
 */
function* deleteWalked(map: OpenedMap, done: number): Steps {
  const room = new Room(map);
  const walk = new Walk(map, room.batch.capacity);
  const progress = { done, byBatch: true };
  const most = 2 * map.info.maxEntries;
  try {
    for (let met = 0; met <= most; met += room.batch.capacity) {
      if (!(yield* walk.steps(progress.done))) break;
      room.takeKeys(walk.batch);
      walk.rewind();
      yield* deleteFilled(map, room, progress);
    }
  } catch (error) {
    throw failedAfter(error, progress.done);
  }
  return progress.done;
}
