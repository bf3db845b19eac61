import type { BpfFd } from "@bpf/syscall";
import { DirectoryTree } from "./directory-tree.js";
import { openEntry } from "./entry.js";
import { PinError } from "./errors.js";
import { type Access, realKernel, type Stat } from "./kernel.js";
import { type BpffsOptions, defaultRoot } from "./options.js";
import { pathBelow, pathComponents, rootPath } from "./path.js";
import type { PinKind } from "./pin-object.js";
import { withRetries } from "./race.js";
import { systemError } from "./system-error.js";

/** An open pin and what stat says of it. */
export interface OpenPin extends Disposable {
  readonly path: string;
  readonly kind: PinKind;
  readonly fd: BpfFd;
  readonly stat: Stat;
}

/** What {@link openPin} takes. */
export interface OpenPinOptions extends BpffsOptions {
  /** For maps; default "rw". */
  access?: Access | undefined;
}

/**
 * Opens one pin of any kind by its path (relative to root, or absolute inside it), under the rules for directories and
 * symlinks that pinning follows. Dotted names that exist are accepted.
 * @throws PinPathError, PinSystemError , PinError ERR_PIN_ABSENT, ERR_PIN_KIND or ERR_NOT_BPFFS
 */
export function openPin(path: string, options: OpenPinOptions = {}): OpenPin {
  const kernel = options.kernel ?? realKernel;
  const root = rootPath(options.root ?? defaultRoot);
  const components = pathComponents(path, root, "existing");
  const target = pathBelow(root, components);
  using tree = new DirectoryTree(kernel, root, options.unsafeDirs ?? false);
  return withRetries(
    target,
    {},
    () => tree.forget(),
    () => {
      const directory = tree.find(components.slice(0, -1));
      using entry = directory && openEntry(tree, directory, components.at(-1)!);
      if (!entry) throw new PinError("ERR_PIN_ABSENT", `There is nothing at ${target}.`, { path: target });
      const access = options.access ?? "rw";
      let fd: BpfFd | undefined;
      try {
        const stat = kernel.fstat(entry.fd);
        fd = kernel.objGet("", { directory: entry.fd, access });
        const kind = kernel.fdKind(fd);
        if (kind !== "map" && kind !== "prog" && kind !== "link") {
          throw new PinError(
            "ERR_PIN_KIND",
            `${target} holds neither a map nor a program nor a link (${kind}).`,
            { path: target },
          );
        }
        return { path: target, kind, fd, stat, [Symbol.dispose]: () => fd!.close() };
      } catch (error) {
        fd?.close();
        throw systemError(error, `open the pin ${target}`, { path: target });
      }
    },
  );
}
