import type { MapSpec, ObjectSpec } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { refuseCollisions } from "./collisions.js";
import { compareMap } from "./compare.js";
import { DirectoryTree } from "./directory-tree.js";
import { PinError, PinUsageError } from "./errors.js";
import { type Kernel, realKernel } from "./kernel.js";
import { factsOf } from "./kernel-facts.js";
import { describeMismatch } from "./mismatch.js";
import { type BpffsOptions, defaultRoot, type PinOptions, type ResolveOptions } from "./options.js";
import { pathBelow, pathComponents, rootPath } from "./path.js";
import { openMapPin } from "./pin-state.js";
import { programRequests } from "./programs/requests.js";
import { programTargets } from "./programs/unpin-targets.js";
import { effectiveSpecs, type MapRequest, type ObjectOptions } from "./request.js";
import { type Placement, pinRootComponents, placement, placeOf } from "./resolve.js";
import type { UnpinReport } from "./unpin-report.js";
import { Unpinner, type UnpinTarget } from "./unpinner.js";
import { accessOf, wantedMap } from "./wanted.js";

/** Every map's place; a map whose place needs an option that is missing is a failure of its own. */
function placesOf(
  object: ObjectSpec,
  options: PinOptions,
  to: Placement,
): { maps: MapRequest[]; lacking: { map: string; error: PinUsageError }[] } {
  const maps: MapRequest[] = [];
  const lacking: { map: string; error: PinUsageError }[] = [];
  for (const spec of effectiveSpecs(object, options)) {
    try {
      maps.push({ spec, place: placeOf(spec, object, to) });
    } catch (error) {
      if (!PinUsageError.is(error)) throw error;
      lacking.push({ map: spec.name, error });
    }
  }
  return { maps, lacking };
}

/** Makes sure that the pin is a map; one that differs from its spec is removed all the same, with a warning. */
function verifyMap(kernel: Kernel, spec: MapSpec, path: string, warn: (warning: string) => void) {
  return (fd: BpfFd): void => {
    const opened = openMapPin(kernel, fd, accessOf(spec.flags), { map: spec.name, path });
    if (opened.kind !== "map") {
      throw new PinError(
        "ERR_PIN_KIND",
        `${path} holds a ${opened.kind}, not the map ${spec.name}; it was left alone.`,
        { map: spec.name, path },
      );
    }
    using _ = opened.fd;
    const mismatches = compareMap(opened.info, wantedMap(spec, factsOf(kernel)));
    if (mismatches.length > 0) {
      warn(`${path} was not as the object defines it: ${mismatches.map(describeMismatch).join("; ")}.`);
    }
  };
}

/**
 * Removes the pins of an object's maps, and of its programs where the options say where those are (all that any load may
 * have pinned, unless \`chosenPrograms\` names them), found by the same resolution that {@link openMaps} used: give it the same object
 * and options. Goes on past failures. Directories that are left empty, and are ours, go too (docs/semantics.md section 6).
 * @throws PinUsageError for options that are wrong, PinPathError for a path or directory that is refused, PinError
 * ERR_NOT_BPFFS: nothing was changed then.
 */
export function unpinMaps(object: ObjectSpec, options: ObjectOptions = {}): UnpinReport {
  const kernel = options.kernel ?? realKernel;
  const to = placement(object, options);
  const { maps, lacking } = placesOf(object, options, to);
  const programs = programRequests(object, options, "all");
  refuseCollisions(maps, programs);
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    warnings.push(warning);
    options.onWarning?.(warning);
  };
  for (const { place } of maps) if (place.warning !== undefined) warn(place.warning);
  using tree = new DirectoryTree(kernel, to.root, options.unsafeDirs ?? false);
  const unpinner = new Unpinner(tree, to.pinRoot);
  unpinner.run([
    ...maps.flatMap(({ spec, place }): UnpinTarget[] => {
      if (place.path === undefined) return [];
      const { path, parents, name } = place;
      return [{ map: spec.name, path, parents, name, verify: verifyMap(kernel, spec, path, warn) }];
    }),
    ...programTargets(tree, programs),
  ]);
  for (const failed of lacking) unpinner.fail(failed);
  return unpinner.report(warnings);
}

/**
 * Removes one pin (of any kind) or symlink by its path, relative to root or absolute inside it, and the directories
 * that are left empty, up to `pinRoot`. Dotted names that exist are accepted.
 * @throws PinPathError, PinError ERR_NOT_BPFFS: nothing was changed then.
 */
export function unpinPath(
  pin: string,
  options: BpffsOptions & Pick<ResolveOptions, "pinRoot"> = {},
): UnpinReport {
  const root = rootPath(options.root ?? defaultRoot);
  const parents = pathComponents(pin, root, "existing");
  const pinRoot = pinRootComponents(options.pinRoot, root);
  using tree = new DirectoryTree(options.kernel ?? realKernel, root, options.unsafeDirs ?? false);
  const unpinner = new Unpinner(tree, pinRoot);
  const path = pathBelow(root, parents);
  const name = parents.pop()!;
  unpinner.run([{ path, parents, name }]);
  return unpinner.report([]);
}
