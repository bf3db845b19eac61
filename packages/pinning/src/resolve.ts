import type { MapSpec, ObjectSpec } from "@bpf/elf";
import { PinUsageError } from "./errors.js";
import { objectHash } from "./object-hash.js";
import { defaultRoot, type ResolveOptions } from "./options.js";
import { isPlainName, pathBelow, pathComponents, rootPath } from "./path.js";
import { bySelector } from "./selectors.js";

/** The options of one call about one object, checked and turned into what resolving needs. */
export interface Placement {
  readonly root: string;
  readonly pinRoot: readonly string[];
  /** Absolute, without a slash at its end. */
  readonly pinRootPath: string;
  readonly namespace: string | undefined;
  readonly paths: ReadonlyMap<string, string | false>;
  readonly subpath: (id: number) => string | undefined;
}

/** Where a pin goes. */
export interface PinPlace {
  /** Absolute. */
  readonly path: string;
  /** Components of its directory below root. Maps of one directory may share the array. */
  readonly parents: readonly string[];
  readonly name: string;
  readonly warning?: undefined;
}

/** Where one map's pin goes, or that it has none. */
export type Place = PinPlace | { readonly path?: undefined; readonly warning?: string };

/** What a caller without types may have given: told by name, not by where it would break. */
function checkKinds({ root, pinRoot, namespace, paths }: ResolveOptions): void {
  for (const [option, value] of Object.entries({ root, pinRoot, namespace })) {
    if (value !== undefined && typeof value !== "string") {
      throw new PinUsageError(`The option ${option} is of type ${typeof value}, not a string.`);
    }
  }
  for (const [map, path] of Object.entries(paths ?? {})) {
    if (path === undefined || path === false || typeof path === "string") continue;
    throw new PinUsageError(
      `paths[${JSON.stringify(map)}] is of type ${typeof path}, neither a path nor false.`,
    );
  }
}

/** Checks the options. @throws PinUsageError, PinPathError */
export function placement(object: ObjectSpec, options: ResolveOptions): Placement {
  checkKinds(options);
  const root = rootPath(options.root ?? defaultRoot);
  const { pinRoot, namespace, pinTable } = options;
  if (namespace === "") throw new PinUsageError("The namespace is empty.");
  const rows = pinTable instanceof Map ? pinTable : new Map(Object.entries(pinTable ?? {}));
  const keyed = pinTable instanceof Map;
  const below = pinRootComponents(pinRoot, root);
  return {
    root,
    pinRoot: below,
    pinRootPath: root === "/" && below.length === 0 ? "" : pathBelow(root, below),
    namespace,
    paths: bySelector(options.paths, object, "paths"),
    subpath: (id) => rows.get(keyed ? id : String(id)) as string | undefined,
  };
}

const isRoot = (path: string, root: string): boolean => path.startsWith("/") && rootPath(path) === root;

/** Components of the pin root below `root`; none where they are the same directory. @throws PinPathError */
export const pinRootComponents = (pinRoot: string | undefined, root: string): string[] =>
  pinRoot === undefined || isRoot(pinRoot, root) ? [] : pathComponents(pinRoot, root, "strict");

/** The pin's name of a map: its own, or for a data section's map with dots turned into `_`. */
export function pinName(spec: MapSpec): string {
  return spec.definition === "data" ? spec.name.replaceAll(".", "_") : spec.name;
}

/** iproute2 knows one namespace, `tc`; the user's word goes over it as over any definition's. */
const namespaceOf = (spec: MapSpec, to: Placement): string | undefined =>
  to.namespace ?? (spec.definition === "iproute2" ? "tc" : spec.namespace || undefined);

const scoped = (spec: MapSpec, object: ObjectSpec, to: Placement): string => {
  const name = pinName(spec);
  const namespace = namespaceOf(spec, to);
  if (spec.pinning === "object") {
    return `${namespace === undefined ? "" : `${namespace}/`}${objectHash(object)}/${name}`;
  }
  if (namespace !== undefined) return `${namespace}/globals/${name}`;
  throw new PinUsageError(
    `Map ${spec.name} is pinned in a global namespace, and neither its definition nor the options name one: give the option namespace.`,
    { map: spec.name },
  );
};

const placeAt = (path: string, spec: MapSpec, to: Placement): PinPlace => {
  const parents = pathComponents(path, to.root, "strict", spec.name);
  const whole = pathBelow(to.root, parents);
  const name = parents.pop()!;
  return { path: whole, parents, name };
};

/** Absolute, so that a namespace or subpath with a slash in front is an empty component, not a path of its own. */
const placeBelow = (path: string, spec: MapSpec, to: Placement): PinPlace =>
  placeAt(`${to.root === "/" ? "" : to.root}/${path}`, spec, to);

const placeByName = (spec: MapSpec, to: Placement): PinPlace => {
  const name = pinName(spec);
  // The pin root was checked already: a plain name below it needs no second look.
  if (isPlainName(name)) return { path: `${to.pinRootPath}/${name}`, parents: to.pinRoot, name };
  return placeBelow([...to.pinRoot, name].join("/"), spec, to);
};

/** {@link resolvePinPath} with its options checked once for all maps of an object. */
export function placeOf(spec: MapSpec, object: ObjectSpec, to: Placement): Place {
  const chosen = to.paths.get(spec.name);
  if (chosen === false) return {};
  if (chosen !== undefined) return placeAt(chosen, spec, to);
  const { pinning } = spec;
  if (pinning === "none") return {};
  if (pinning === "by-name") return placeByName(spec, to);
  if (pinning === "object" || pinning === "global") return placeBelow(scoped(spec, object, to), spec, to);
  if (pinning === "custom") {
    throw new PinUsageError(
      `Map ${spec.name} is pinned at a path of the user's choice, and the options give none: set paths[${JSON.stringify(spec.name)}].`,
      { map: spec.name },
    );
  }
  const subpath = to.subpath(pinning.id);
  if (subpath !== undefined) return placeBelow(`${subpath}/${pinName(spec)}`, spec, to);
  return {
    warning: `Map ${spec.name} is not pinned: its definition asks for row ${pinning.id} of the pinning table, and there is none.`,
  };
}

/**
 * The absolute path of a map's pin, or undefined where it has none. No I/O.
 * Source of the rules: docs/semantics.md section 4.
 * @throws PinUsageError where the definition needs an option that is missing, or an option is wrong.
 * @throws PinPathError where the path is one that no pin may have.
 */
export function resolvePinPath(
  spec: MapSpec,
  object: ObjectSpec,
  options: ResolveOptions = {},
): string | undefined {
  return placeOf(spec, object, placement(object, options)).path;
}
