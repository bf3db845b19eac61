import type { BpfFd } from "@bpf/syscall";
import { DirectoryTree } from "./directory-tree.js";
import { PinError } from "./errors.js";
import { type Kernel, realKernel } from "./kernel.js";
import { type BpffsOptions, defaultRoot } from "./options.js";
import { pathBelow, pathComponents, rootPath } from "./path.js";
import { withRetries } from "./race.js";
import { rollBack } from "./rollback.js";
import { errnoOf, systemError } from "./system-error.js";

/** Kinds of object that can be pinned. */
export type PinKind = "map" | "prog" | "link";

/** A live object of the kernel, by id. */
export interface ObjectId {
  readonly kind: PinKind;
  readonly id: number;
}

/** What {@link pinObject} pinned. */
export interface PinnedObject extends ObjectId {
  readonly path: string;
}

const openById = (kernel: Kernel, { kind, id }: ObjectId): BpfFd => {
  const open = { map: kernel.mapFromId, prog: kernel.progFromId, link: kernel.linkFromId }[kind];
  try {
    return open(id);
  } catch (error) {
    throw systemError(error, `open the ${kind} with id ${id}`);
  }
};

const identify = (kernel: Kernel, fd: BpfFd): ObjectId => {
  const kind = kernel.fdKind(fd);
  if (kind === "map") return { kind, id: kernel.mapInfo(fd).id };
  if (kind === "prog") return { kind, id: kernel.progInfo(fd).id };
  if (kind === "link") return { kind, id: kernel.linkInfo(fd).id };
  throw new PinError(
    "ERR_PIN_KIND",
    `Only maps, programs and links can be pinned, and this fd is none of them (${kind}).`,
  );
};

const isId = (what: BpfFd | ObjectId): what is ObjectId => "kind" in what && "id" in what;

const refused = (error: unknown, { kind, id }: ObjectId, path: string): unknown =>
  errnoOf(error) === "EEXIST"
    ? new PinError(
        "ERR_PIN_EXISTS",
        `Could not pin the ${kind} ${id} at ${path}: the name is taken. Unpin it first, or choose another.`,
        { path, cause: error },
      )
    : systemError(error, `pin the ${kind} ${id} at ${path}`, { path });

/**
 * Pins a live map, program or link, given by id or fd, at a path (relative to root, or absolute inside it). Missing
 * directories are made (0700); after a failure they are removed again. The fd stays the caller's.
 * @throws PinPathError, PinSystemError, PinError ERR_PIN_EXISTS, ERR_PIN_KIND or ERR_NOT_BPFFS
 */
export function pinObject(what: BpfFd | ObjectId, path: string, options: BpffsOptions = {}): PinnedObject {
  const kernel = options.kernel ?? realKernel;
  const root = rootPath(options.root ?? defaultRoot);
  const components = pathComponents(path, root, "strict");
  const target = pathBelow(root, components);
  const byId = isId(what);
  const fd = byId ? openById(kernel, what) : what;
  using tree = new DirectoryTree(kernel, root, options.unsafeDirs ?? false);
  try {
    const object = identify(kernel, fd);
    return withRetries(
      target,
      {},
      () => tree.forget(),
      () => {
        const directory = tree.make(components.slice(0, -1));
        try {
          kernel.objPin(fd, components.at(-1)!, { directory: directory.fd });
          return { ...object, path: target };
        } catch (error) {
          if (errnoOf(error) === "ENOENT") return undefined;
          throw refused(error, object, target);
        }
      },
    );
  } catch (error) {
    const told = systemError(error, `pin at ${target}`, { path: target });
    const leftovers = rollBack(tree, []);
    if (PinError.is(told)) told.leftovers = leftovers;
    throw told;
  } finally {
    if (byId) fd.close();
  }
}
