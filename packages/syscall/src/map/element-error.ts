import { bpfError } from "../bpf/call.js";
import type { BpfError } from "../errors/bpf-error.js";
import type { Command } from "../generated/index.js";

/** The commands that move keys and values. */
export type ElementCommandName = Extract<
  keyof typeof Command,
  | "MAP_LOOKUP_ELEM"
  | "MAP_UPDATE_ELEM"
  | "MAP_DELETE_ELEM"
  | "MAP_LOOKUP_AND_DELETE_ELEM"
  | "MAP_GET_NEXT_KEY"
  | "MAP_LOOKUP_BATCH"
  | "MAP_LOOKUP_AND_DELETE_BATCH"
  | "MAP_UPDATE_BATCH"
  | "MAP_DELETE_BATCH"
  | "MAP_FREEZE"
>;

/**
 * The error for a result of {@link MapElements} or {@link ElementBatch}: -errno, with what it means for that command.
 *
 * @param result what the call returned, negative
 */
export function elementError(result: number, command: ElementCommandName): BpfError {
  return bpfError(result, command);
}
