import { MapType } from "@bpf/elf";
import { elementError, type MapInfo } from "@bpf/syscall";
import { failedAfter } from "../bulk/failed-after.js";
import type { OpenedMap } from "../open/core.js";

const ENOENT = -2;
const EINVAL = -22;

/** Maps whose lookups bpf(2) refuses: ENOTSUPP or EOPNOTSUPP. */
const withoutLookup: ReadonlySet<number> = new Set([
  MapType.PERF_EVENT_ARRAY,
  MapType.CGROUP_ARRAY,
  MapType.XSKMAP,
]);

/** Maps of sockets, whose lookups give a cookie of 8 bytes; ENOSPC where values have 4. */
const withCookies: ReadonlySet<number> = new Set([
  MapType.SOCKMAP,
  MapType.SOCKHASH,
  MapType.REUSEPORT_SOCKARRAY,
]);

/** Whether a map's values cannot be read, so that only its keys can be walked: of arrays all indices. */
export const isUnreadable = ({ type, valueSize }: Pick<MapInfo, "type" | "valueSize">): boolean =>
  withoutLookup.has(type) || (withCookies.has(type) && valueSize < 8);

/** Whether a result of BPF_MAP_DELETE_ELEM says that there was nothing: a sockmap's EINVAL does (net/core/sock_map.c). */
export const wasAbsent = (type: number, result: number): boolean =>
  result === ENOENT || (type === MapType.SOCKMAP && result === EINVAL);

/**
 * Deletes all elements of a map whose values cannot be read, key by key; their number. An xskmap's empty slots count:
 * the kernel says of them, too, that they were deleted.
 *
 * @throws BpfError, with `done`: the elements that were deleted before
 */
export function clearUnreadable({ elements, info }: OpenedMap): number {
  let done = 0;
  // A hash starts anew after a deleted key; bounded, should others add elements without end.
  for (let step = 0; step <= 2 * info.maxEntries; step++) {
    const next = elements.next(step === 0);
    if (next === ENOENT) break;
    if (next < 0) throw failedAfter(elementError(next, "MAP_GET_NEXT_KEY"), done);
    elements.key.set(elements.nextKey);
    const result = elements.delete();
    if (result === 0) done++;
    else if (!wasAbsent(info.type, result)) throw failedAfter(elementError(result, "MAP_DELETE_ELEM"), done);
  }
  return done;
}
