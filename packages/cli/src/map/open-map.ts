import { type AnyMap, isPerCpu, openAnyMap } from "@bpf/maps";
import type { OpenPin } from "@bpf/pinning";
import { bpffsOptions } from "../arguments/pin-options.js";
import type { CommandInput } from "../commands/command.js";
import { UsageError } from "../errors.js";
import { openPinAt, openToLook } from "../pins/open-to-look.js";
import { typeOptions } from "./type-options.js";

/** What a verb does with a map. */
export interface MapUse {
  /** The verb, for errors: `map get`. */
  readonly verb: string;
  /** Whether it changes elements, or takes them out. */
  readonly writes?: boolean;
  /** Ends the reading of a ring buffer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the map of a command line's PIN by the rules of `@bpf/pinning`; its keys and values are JSON.
 * @throws what opening a pin throws; MapError ERR_MAP_KIND where no map is pinned; UsageError, LayoutError for types
 */
export function openTarget(input: CommandInput, { verb, writes = false, signal }: MapUse): AnyMap {
  const [argument] = input.positionals as [string];
  const pinOptions = bpffsOptions(input.options, input.context);
  using pin: OpenPin = (writes ? openPinAt : openToLook)(argument, pinOptions);
  const { sum } = input.options;
  const types = pin.kind === "map" ? typeOptions(input.options, pin.fd, pin.path, verb) : {};
  const options = { ...types, json: true, sum, signal };
  const map = openAnyMap({ fd: pin.fd, path: pin.path }, options);
  if (sum !== true || isPerCpu(map.info.type)) return map;
  map.close();
  const why = `${pin.path} is of type ${map.typeName}, and has one value for all CPUs`;
  throw new UsageError(`--sum is for per-CPU maps: ${why}`, verb);
}
