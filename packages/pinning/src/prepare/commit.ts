import type { BpfFd } from "@bpf/syscall";
import { DirectoryTree } from "../directory-tree.js";
import { type Leftover, PinUsageError } from "../errors.js";
import { holdsPrograms } from "../fill-map.js";
import { mapResult } from "../map-result.js";
import type { LoadedProgram, PinnedProgram } from "../programs/pinned-program.js";
import { ProgramPinner } from "../programs/pinner.js";
import { type MadePin, rollBack } from "../rollback.js";
import { rolledBack } from "../rolled-back.js";
import { keptPrograms } from "./kept.js";
import { preparedMap } from "./make-missing.js";
import { OpenObject } from "./open-object.js";
import { pinMaps } from "./pin-maps.js";
import type { Prepared } from "./prepared.js";
import { checkStillThere } from "./still-there.js";

/** Fills the slots of new program arrays with what was loaded, was kept, or is the caller's. */
function fillProgramArrays(
  { looks, maker, request, programs }: Prepared,
  loaded: readonly LoadedProgram[],
): void {
  const bySymbol = new Map<string, BpfFd>(request.options.programs);
  for (const { name, fd } of keptPrograms(request, programs)) bySymbol.set(name, fd);
  for (const { symbol, fd } of loaded) bySymbol.set(symbol, fd);
  for (const look of looks) {
    const { fd, outcome } = preparedMap(look);
    if (holdsPrograms(look.spec) && outcome !== "reused") maker.fill(fd, look.spec, bySymbol);
  }
}

/** @throws PinUsageError for a program given twice, or whose pin was to be kept. */
function checkLoaded({ request, programs }: Prepared, loaded: readonly LoadedProgram[]): void {
  const kept = new Set(keptPrograms(request, programs).map(({ name }) => name));
  const given = new Set<string>();
  for (const { name } of loaded) {
    if (kept.has(name))
      throw new PinUsageError(`The program ${name} is kept as it is pinned.`, { program: name });
    if (given.has(name)) throw new PinUsageError(`The program ${name} is given twice.`, { program: name });
    given.add(name);
  }
}

/** A program array lives as long as a user of it: its slots are emptied when its last fd and pin have gone. */
function warnOfEmptying({ looks, warn }: Prepared, programs: readonly PinnedProgram[]): void {
  if (!programs.some(({ outcome }) => outcome === "pinned" || outcome === "replaced")) return;
  for (const { spec, settled } of looks) {
    if (settled?.outcome !== "unpinned" || !holdsPrograms(spec) || !spec.slots?.length) continue;
    warn(
      `The program array ${spec.name} is not pinned: the kernel empties it when this process closes it, and tail calls of the pinned programs end then.`,
    );
  }
}

/** The load is done: a pin that was replaced and keeps its second name is worth a word, no more. */
function warnOfFormer({ warn }: Prepared, leftovers: readonly Leftover[]): void {
  for (const { path, reason } of leftovers) {
    warn(
      `${path}, a second name of a program's pin that was replaced, could not be removed (${reason}): it keeps that program loaded. Remove it, or unpin the object with its programs.`,
    );
  }
}

/**
 * Pins what was prepared and loaded, all or nothing.
 * @throws PinRaceError, PinUsageError, PinSystemError, PinPathError; `leftovers` lists what could not be undone.
 */
export function commit(prepared: Prepared, loaded: readonly LoadedProgram[]): OpenObject {
  const { request, looks, programs, warnings } = prepared;
  checkLoaded(prepared, loaded);
  using tree = new DirectoryTree(request.kernel, request.placement.root, request.options.unsafeDirs ?? false);
  const pins: MadePin[] = [];
  try {
    checkStillThere(prepared, tree);
    fillProgramArrays(prepared, loaded);
    pinMaps(looks, tree, pins);
    const pinner = new ProgramPinner(tree, pins);
    const outcomes = pinner.pin(loaded, programs);
    const pinned = loaded.map(({ name, id, fd }, index): PinnedProgram => {
      const path = programs.get(name)?.place.path;
      return { name, id, outcome: outcomes[index]!, fd, ...(path === undefined ? {} : { path }) };
    });
    warnOfEmptying(prepared, pinned);
    const { maps, skipped } = mapResult(request, looks);
    warnOfFormer(prepared, pinner.finish());
    return new OpenObject(maps, skipped, [...warnings], [...pinned, ...keptPrograms(request, programs)]);
  } catch (error) {
    const notes: string[] = [];
    const told = rolledBack(
      error,
      rollBack(tree, pins, (note) => notes.push(note)),
    );
    for (const note of notes) prepared.warn(note);
    throw told;
  }
}
