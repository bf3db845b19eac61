import type { Mismatch } from "./mismatch.js";
import { describeMismatch } from "./mismatch.js";

/** Stable codes of {@link PinError} and its kinds; listed with cause and cure in docs/errors.md. */
export type PinErrorCode =
  | "ERR_PIN_USAGE" // an option is missing, unknown, repeated or contradicts another
  | "ERR_PIN_PATH" // a path that no pin may have, or that leads through a directory that is not safe
  | "ERR_NOT_BPFFS" // there is no bpffs where one is needed
  | "ERR_MAP_INCOMPATIBLE" // what is pinned there is not what the object wants
  | "ERR_PIN_SYSTEM" // a system call failed; `errno` says how
  | "ERR_PIN_KIND" // an unpin found something else than the kind of object it was sent for
  | "ERR_PIN_ABSENT" // there is nothing at the path
  | "ERR_PIN_EXISTS" // the path of an explicit pin is taken
  | "ERR_PIN_RACE" // others changed the path so often that this call gave up
  | "ERR_PIN_OVERTAKEN" // others changed a path between prepareMaps and commit
  | "ERR_PIN_CHANGED" // the path holds another map than the one this call pinned
  | "ERR_PIN_CLOSED" // the maps were closed before they were used
  | "ERR_PIN_BYTE_ORDER" // the object is for machines of the other byte order
  | "ERR_PROGRAM_PINNED" // something is pinned where a program is to go
  | "ERR_PIN_SLOT"; // an initial value of a map of maps or program array cannot be set

/** Something that a roll-back should have removed, and could not. */
export interface Leftover {
  readonly path: string;
  readonly kind: "pin" | "directory";
  /** Why it is still there, in one sentence. */
  readonly reason: string;
}

/** What the errors of this package have in common. */
export interface PinErrorDetails {
  map?: string | undefined;
  program?: string | undefined;
  path?: string | undefined;
  cause?: unknown;
}

const branded = (target: object, brand: symbol): void => {
  Object.defineProperty(target, brand, { value: true });
};

const bears = (value: unknown, brand: symbol): boolean =>
  typeof value === "object" && value !== null && brand in value;

const plain = (value: unknown): unknown => {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
};

const pinBrand = Symbol.for("@bpf/pinning.PinError");

/** Every failure that this package expects. */
export class PinError extends Error {
  override readonly name: string = "PinError";
  readonly code: PinErrorCode;
  /** The map it happened to, by name. */
  readonly map?: string;
  /** The program it happened to, by name. */
  readonly program?: string;
  /** The path it happened at. */
  readonly path?: string;
  /** What a failed roll-back left behind; empty after a clean one. */
  leftovers: readonly Leftover[] = [];

  constructor(code: PinErrorCode, message: string, details: PinErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.map !== undefined) this.map = details.map;
    if (details.program !== undefined) this.program = details.program;
    if (details.path !== undefined) this.path = details.path;
    branded(this, pinBrand);
  }

  /** True for a PinError of any copy of this package (ESM and CJS, two versions). */
  static is(value: unknown): value is PinError {
    return bears(value, pinBrand);
  }

  /** The error as plain data, its message included, u64 as decimal strings; for JSON.stringify. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, cause: _, ...fields } = this;
    return { name, code, message, ...(plain(fields) as object) };
  }
}

const usageBrand = Symbol.for("@bpf/pinning.PinUsageError");

/** The caller's options are wrong, or lack what a definition needs. Nothing was changed. */
export class PinUsageError extends PinError {
  override readonly name = "PinUsageError";

  constructor(message: string, details: PinErrorDetails = {}) {
    super("ERR_PIN_USAGE", message, details);
    branded(this, usageBrand);
  }

  static override is(value: unknown): value is PinUsageError {
    return bears(value, usageBrand);
  }
}

/** Why a path was refused. */
export type PinPathReason =
  | "empty" // an empty path or component
  | "dot-component" // `.` or `..`
  | "dotted" // a dot inside a component, which bpffs refuses (EPERM)
  | "nul"
  | "too-long" // a component over 255 bytes
  | "outside-root"
  | "symlink" // a symlink that is absolute, leads out, dangles, loops, or belongs to somebody else
  | "not-a-directory"
  | "unsafe-directory"; // others can write it, or neither root nor we own it

const pathBrand = Symbol.for("@bpf/pinning.PinPathError");

/** A path was refused, before any change. */
export class PinPathError extends PinError {
  override readonly name = "PinPathError";
  readonly reason: PinPathReason;
  /** The component at fault. */
  readonly component?: string;

  constructor(
    reason: PinPathReason,
    message: string,
    details: PinErrorDetails & { component?: string | undefined } = {},
  ) {
    super("ERR_PIN_PATH", message, details);
    this.reason = reason;
    if (details.component !== undefined) this.component = details.component;
    branded(this, pathBrand);
  }

  static override is(value: unknown): value is PinPathError {
    return bears(value, pathBrand);
  }
}

/** One pin that is not what the object wants. */
export interface Conflict {
  readonly map: string;
  readonly path: string;
  /** Kernel id of the pinned map, where it is a map. */
  readonly id?: number;
  readonly mismatches: readonly Mismatch[];
}

const incompatibleBrand = Symbol.for("@bpf/pinning.MapIncompatibleError");

const conflictText = ({ map, path, id, mismatches }: Conflict): string =>
  `${path}${id === undefined ? "" : ` (map id ${id})`} is not the map ${map} that the object defines: ${mismatches
    .map(describeMismatch)
    .join("; ")}.`;

/** Pins are in the way that differ from what the object defines. `path` and `mismatches` are the first conflict's. */
export class MapIncompatibleError extends PinError {
  override readonly name = "MapIncompatibleError";
  override readonly code = "ERR_MAP_INCOMPATIBLE" as const;
  override readonly path: string;
  readonly mismatches: readonly Mismatch[];
  /** Every conflict that was seen, in the object's order. */
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly [Conflict, ...Conflict[]], changed: "nothing changed" | "rolled back") {
    super(
      "ERR_MAP_INCOMPATIBLE",
      `${conflicts.map(conflictText).join("\n")}\n${
        changed === "nothing changed" ? "Nothing was changed." : "What this call had made was removed again."
      } Unpin what is there, pin elsewhere, or load the object it was made from.`,
      { map: conflicts[0].map, path: conflicts[0].path },
    );
    this.path = conflicts[0].path;
    this.mismatches = conflicts[0].mismatches;
    this.conflicts = conflicts;
    branded(this, incompatibleBrand);
  }

  static override is(value: unknown): value is MapIncompatibleError {
    return bears(value, incompatibleBrand);
  }
}

const systemBrand = Symbol.for("@bpf/pinning.PinSystemError");

/** A system call failed. `cause` is the BpfError. */
export class PinSystemError extends PinError {
  override readonly name = "PinSystemError";
  /** errno by name: `ENOSPC`. */
  readonly errno: string;
  /** `bpf`, `openat2`, `mkdirat`, … */
  readonly syscall?: string;
  /** `BPF_MAP_CREATE`, … where the call was bpf(2). */
  readonly command?: string;

  constructor(
    message: string,
    details: PinErrorDetails & { errno: string; syscall?: string | undefined; command?: string | undefined },
  ) {
    super("ERR_PIN_SYSTEM", message, details);
    this.errno = details.errno;
    if (details.syscall !== undefined) this.syscall = details.syscall;
    if (details.command !== undefined) this.command = details.command;
    branded(this, systemBrand);
  }

  static override is(value: unknown): value is PinSystemError {
    return bears(value, systemBrand);
  }
}
