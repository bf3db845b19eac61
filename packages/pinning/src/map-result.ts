import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { isPinned, type Look, type PinnedLook } from "./look.js";
import { PinnedMap } from "./pinned-maps.js";
import { reopenPinned } from "./reopen.js";
import type { ObjectRequest } from "./request.js";

/** True for a map without a pin that `skipUnpinned` leaves out. */
export const leftOut = ({ options }: ObjectRequest, look: Look): boolean =>
  options.skipUnpinned === true && !isPinned(look);

/** The settled maps as a caller gets them, and those that are left out. */
export function mapResult(
  request: ObjectRequest,
  looks: readonly Look[],
): { maps: PinnedMap[]; skipped: MapSpec[] } {
  const maps: PinnedMap[] = [];
  const skipped: MapSpec[] = [];
  const reopen = (map: PinnedMap): BpfFd => {
    const look = looks.find(({ spec }) => spec === map.spec) as PinnedLook;
    return reopenPinned(request, look, map.id);
  };
  for (const look of looks) {
    const { spec, place, settled } = look;
    const isLeftOut = leftOut(request, look);
    if (settled && !isLeftOut) {
      const { id, outcome, fd } = settled;
      maps.push(new PinnedMap({ spec, id, outcome, path: place.path, fd, reopen }));
    } else skipped.push(spec);
    // An inner map without a pin, made for a slot only: its outer map keeps it alive.
    if (isLeftOut) settled?.fd?.close();
  }
  return { maps, skipped };
}
