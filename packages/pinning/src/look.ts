import type { MapSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import type { Access } from "./kernel.js";
import type { PinState } from "./pin-state.js";
import type { Outcome } from "./pinned-maps.js";
import type { PinPlace, Place } from "./resolve.js";
import type { WantedMap } from "./wanted.js";

/** A map that is where it should be. */
export interface Settled {
  readonly id: number;
  readonly outcome: Outcome;
  /** Open where the map is held, or has no pin. */
  readonly fd: BpfFd | undefined;
}

/** One map, what this kernel would make of it, and what stood at its path when it was looked at. */
export interface Look {
  readonly spec: MapSpec;
  readonly place: Place;
  readonly wanted: WantedMap;
  readonly access: Access;
  /** Undefined: nothing there, or no path. Set once, by the survey. */
  seen: PinState | undefined;
  /** The map where it should be, once it is. */
  settled: Settled | undefined;
}

/** A look at a map that has a path. */
export type PinnedLook = Look & { readonly place: PinPlace };

/** True for a map that goes to a path. */
export const isPinned = (look: Look): look is PinnedLook => look.place.path !== undefined;
