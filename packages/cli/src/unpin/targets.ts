import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { glance, isOnBpffs } from "../bpffs.js";
import { UsageError } from "../errors.js";

/** What the arguments of `unpin` are: one object file, or pins. */
export type Targets =
  | { readonly kind: "object"; readonly file: string }
  | { readonly kind: "pins"; readonly paths: readonly string[] };

const elfMagic = "\x7fELF";

const exists = (path: string): boolean => glance(path) !== undefined;

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // nothing, or nothing that may be looked at
  }
}

function isElf(path: string): boolean {
  if (!isFile(path)) return false;
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const magic = Buffer.alloc(elfMagic.length);
    return readSync(fd, magic) === elfMagic.length && magic.toString("latin1") === elfMagic;
  } finally {
    closeSync(fd);
  }
}

const inside = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

type Target = { readonly kind: "object" | "pin"; readonly path: string };

function unfit(argument: string, why: string): UsageError {
  return new UsageError(`${JSON.stringify(argument)} is neither a pin nor a BPF object: ${why}`, "unpin");
}

/** An absolute path, or one that says that it begins at the working directory (`./…`). */
function classifyAbsolute(argument: string, path: string, root: string): Target {
  const isThere = exists(path);
  if (isOnBpffs(path)) return { kind: "pin", path: argument.startsWith("/") ? argument : path };
  if (isElf(path)) return { kind: "object", path: argument };
  // Where the bpffs is not mounted, saying so is more to the point.
  if (!isThere && inside(path, root)) return { kind: "pin", path };
  throw unfit(argument, isThere ? "it is not on a bpffs, and no ELF file" : "it does not exist");
}

const isOddComponent = (component: string): boolean =>
  component === "" || component === "." || component === "..";

/** A path relative to root, or an object file of the working directory. */
function classifyRelative(argument: string, root: string): Target {
  // Not for looking up below root; if it is no file, it is refused as a path.
  const isOdd = argument.split("/").some(isOddComponent);
  const isPin = !isOdd && exists(`${root}/${argument}`) && isOnBpffs(`${root}/${argument}`);
  const isObject = isElf(argument);
  if (isPin && isObject)
    throw new UsageError(
      `${JSON.stringify(argument)} is a pin below ${root} and an ELF file: write ./${argument} for the file, ${root}/${argument} for the pin`,
      "unpin",
    );
  if (isObject) return { kind: "object", path: argument };
  if (isPin || isOdd) return { kind: "pin", path: argument };
  if (exists(argument)) throw unfit(argument, "it is no ELF file, and no such pin exists");
  // No pin that was made has a dot in its name: this is a mistyped file, and no pin that is absent.
  if (argument.includes(".")) throw unfit(argument, "no such file exists, and no such pin");
  return { kind: "pin", path: argument };
}

/**
 * Tells what the arguments of `unpin` are: a path on a bpffs is a pin, also when nothing is there (any more); an ELF
 * file is an object.
 * @param root absolute
 * @throws {UsageError} anything else, a mix, or several objects
 */
export function classifyTargets(positionals: readonly string[], root: string): Targets {
  const targets = positionals.map((argument) =>
    /^(?:\/|\.\.?\/)/.test(argument)
      ? classifyAbsolute(argument, resolve(argument), root)
      : classifyRelative(argument, root),
  );
  const objects = targets.filter(({ kind }) => kind === "object");
  if (objects.length === 0) return { kind: "pins", paths: targets.map(({ path }) => path) };
  if (targets.length === 1) return { kind: "object", file: targets[0]!.path };
  const names = objects.map(({ path }) => path).join(" and ");
  const what =
    objects.length === targets.length
      ? `one object at a time, not ${names}`
      : `an object or pins, not a mix: ${names} ${objects.length === 1 ? "is an object" : "are objects"}`;
  throw new UsageError(`unpin takes ${what}`, "unpin");
}
