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
const formerText = ({ path, reason }: Leftover): string =>
  `${path}, a second name of a program's pin that was replaced, could not be removed (${reason}): it keeps that program loaded. Remove it, or unpin the object with its programs.`;

/** Tells every one, also where the caller's `onWarning` throws. @returns what it threw first, if it did */
function tellAll({ warn }: Prepared, texts: readonly string[]): { readonly thrown: unknown } | undefined {
  let failure: { readonly thrown: unknown } | undefined;
  for (const text of texts) {
    try {
      warn(text);
    } catch (thrown) {
      failure ??= { thrown };
    }
  }
  return failure;
}

/**
 * Pins what was prepared and loaded, all or nothing.
 * @throws PinRaceError, PinUsageError, PinSystemError, PinPathError; `leftovers` lists what could not be undone. What
 * `onWarning` throws: rolled back as any other error, unless everything was pinned by then: the pins stay.
 */
export function commit(prepared: Prepared, loaded: readonly LoadedProgram[]): OpenObject {
  const { request, looks, programs, warnings } = prepared;
  checkLoaded(prepared, loaded);
  using tree = new DirectoryTree(request.kernel, request.placement.root, request.options.unsafeDirs ?? false);
  const pins: MadePin[] = [];
  const pinner = new ProgramPinner(tree, pins);
  let results: ReturnType<typeof mapResult>;
  let pinned: PinnedProgram[];
  try {
    checkStillThere(prepared, tree);
    fillProgramArrays(prepared, loaded);
    pinMaps(looks, tree, pins);
    const outcomes = pinner.pin(loaded, programs);
    pinned = loaded.map(({ name, id, fd }, index): PinnedProgram => {
      const path = programs.get(name)?.place.path;
      return { name, id, outcome: outcomes[index]!, fd, ...(path === undefined ? {} : { path }) };
    });
    warnOfEmptying(prepared, pinned);
    results = mapResult(request, looks);
  } catch (error) {
    const notes: string[] = [];
    const told = rolledBack(
      error,
      rollBack(tree, pins, (note) => notes.push(note)),
    );
    // What onWarning throws would hide why the load failed.
    tellAll(prepared, notes);
    throw told;
  }
  // From here on nothing can be rolled back: second names of what was replaced go.
  const failure = tellAll(prepared, pinner.finish().map(formerText));
  if (failure) throw failure.thrown;
  const all = [...pinned, ...keptPrograms(request, programs)];
  return new OpenObject(results.maps, results.skipped, [...warnings], all);
}
