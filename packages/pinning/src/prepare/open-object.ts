import type { MapSpec } from "@bpf/elf";
import { type PinnedMap, PinnedMaps } from "../pinned-maps.js";
import type { PinnedProgram } from "../programs/pinned-program.js";

/** The maps and programs of an object. Disposing closes their fds and leaves their pins alone. */
export class OpenObject extends PinnedMaps {
  /** By name, in the order they were loaded; those that were kept come last. */
  readonly programs: ReadonlyMap<string, PinnedProgram>;

  constructor(
    maps: readonly PinnedMap[],
    skipped: readonly MapSpec[],
    warnings: readonly string[],
    programs: readonly PinnedProgram[],
  ) {
    super(maps, skipped, warnings);
    this.programs = new Map(programs.map((program) => [program.name, program]));
  }

  override close(): void {
    super.close();
    for (const { fd } of this.programs.values()) fd.close();
  }
}
