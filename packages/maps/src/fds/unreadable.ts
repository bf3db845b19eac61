import { MapType } from "@bpf/elf";
import { elementError, type MapInfo } from "@bpf/syscall";
import { failedAfter } from "../bulk/failed-after.js";
import { restAfter, type Steps } from "../bulk/steps.js";
import { beginTurn, type OpenedMap } from "../open/core.js";
import { withCookies, withoutLookup } from "./descriptor-types.js";

const ENOENT = -2;
const EINVAL = -22;

/** Whether a map's values cannot be read, so that only its keys can be walked: of arrays all indices. */
export const isUnreadable = ({ type, valueSize }: Pick<MapInfo, "type" | "valueSize">): boolean =>
  withoutLookup.has(type) || (withCookies.has(type) && valueSize < 8);

/** Whether a result of BPF_MAP_DELETE_ELEM says that there was nothing: a sockmap's EINVAL does (net/core/sock_map.c). */
export const wasAbsent = (type: number, result: number): boolean =>
  result === ENOENT || (type === MapType.SOCKMAP && result === EINVAL);

/**
 * Deletes all elements of a map whose values cannot be read, key by key, on this thread; their number. An xskmap's
 * empty slots count: the kernel says of them, too, that they were deleted.
 *
 * @throws BpfError, with `done`: the elements that were deleted before
 */
export function* clearUnreadable(map: OpenedMap): Steps {
  const { elements, info } = map;
  beginTurn(map);
  let done = 0;
  try {
    // A hash starts anew after a deleted key; bounded, should others add elements without end.
    for (let step = 0; step <= 2 * info.maxEntries; step++) {
      const next = elements.next(step === 0);
      if (next === ENOENT) break;
      if (next < 0) throw elementError(next, "MAP_GET_NEXT_KEY");
      elements.key.set(elements.nextKey);
      const result = elements.delete();
      if (result === 0) done++;
      else if (!wasAbsent(info.type, result)) throw elementError(result, "MAP_DELETE_ELEM");
      if (step % restAfter === restAfter - 1) {
        // Others use the key meanwhile.
        const key = elements.key.slice();
        yield { call: "rest", done };
        elements.key.set(key);
        beginTurn(map);
      }
    }
  } catch (error) {
    throw failedAfter(error, done);
  }
  return done;
}
