import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statfsSync,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../errors.js";

/** What the arguments of `unpin` are: one object file, or pins. */
export type Targets =
  | { readonly kind: "object"; readonly file: string }
  | { readonly kind: "pins"; readonly paths: readonly string[] };

/** BPF_FS_MAGIC of linux/magic.h. */
const bpffsMagic = 0xcafe4a11;
const elfMagic = "\x7fELF";

/** What is at a path, symlinks not followed. A bpffs answers EPERM for a dotted name that it does not hold. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPERM") return undefined;
    throw error;
  }
}

const exists = (path: string): boolean => statsOf(path) !== undefined;

/** Whether the nearest directory that exists, at or above `path`, is on a bpffs. */
function isOnBpffs(path: string): boolean {
  const isDirectory = statsOf(path)?.isDirectory() === true;
  let directory = isDirectory ? path : dirname(path);
  while (!exists(directory) && directory !== "/") directory = dirname(directory);
  return statfsSync(directory).type === bpffsMagic;
}

function isElf(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
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
  const what = objects.length === targets.length ? "one object at a time" : "an object or pins, not a mix";
  throw new UsageError(
    `unpin takes ${what}: ${objects.map(({ path }) => path).join(", ")} is an object`,
    "unpin",
  );
}
