import { errnoTable } from "../generated/index.js";
import { brand } from "./brand.js";

/** What was tried when a system call failed. */
export interface FailedCall {
  /** The system call: "bpf", "openat2", "mount", … */
  syscall: string;
  /** The command of bpf(2): "BPF_OBJ_GET". */
  command?: string | undefined;
  path?: string | undefined;
  /** The second path, of a rename. */
  dest?: string | undefined;
  /** What the errno means here, and what to do. */
  meaning?: string | undefined;
  /** The kernel's log: of BPF_BTF_LOAD and BPF_PROG_LOAD. */
  log?: string | undefined;
}

const { mark, is } = brand("BpfError");

/** A system call failed. Has the fields of Node's own system errors. */
export class BpfError extends Error {
  override readonly name = "BpfError";
  /** The errno's name: "ENOENT"; ENOTSUPP (524), which Node has no name for, included. */
  readonly code: string;
  /** The errno, negative as in Node's errors: -2. */
  readonly errno: number;
  readonly syscall: string;
  declare readonly command?: string;
  declare readonly path?: string;
  declare readonly dest?: string;
  declare readonly log?: string;

  /** @param errno negative, as the addon returns it */
  constructor(errno: number, call: FailedCall, options?: ErrorOptions) {
    super(describe(errno, call), options);
    this.code = errnoName(errno);
    this.errno = errno;
    this.syscall = call.syscall;
    if (call.command !== undefined) this.command = call.command;
    if (call.path !== undefined) this.path = call.path;
    if (call.dest !== undefined) this.dest = call.dest;
    if (call.log !== undefined) this.log = call.log;
    mark(this);
  }

  /** True for a BpfError of any copy of this package (two versions, ESM and CJS). */
  static is(value: unknown): value is BpfError {
    return is(value);
  }
}

/** The name of an errno, given negative or positive: "ENOENT"; "E999" for one without a name. */
export function errnoName(errno: number): string {
  return errnoTable.get(Math.abs(errno))?.[0] ?? `E${Math.abs(errno)}`;
}

/** `ENOENT: no such file or directory, bpf BPF_OBJ_GET '/sys/fs/bpf/x': nothing is pinned there` */
function describe(errno: number, { syscall, command, path, dest, meaning, log }: FailedCall): string {
  const text = errnoTable.get(Math.abs(errno))?.[1] ?? "unknown error";
  const tried = [syscall, command, path === undefined ? undefined : `'${path}'`].filter(
    (word) => word !== undefined,
  );
  const to = dest === undefined ? "" : ` -> '${dest}'`;
  const last = log?.trimEnd().split("\n").slice(-5).join("\n");
  return (
    `${errnoName(errno)}: ${text.charAt(0).toLowerCase()}${text.slice(1)}, ${tried.join(" ")}${to}` +
    (meaning === undefined ? "" : `: ${meaning}`) +
    (last === undefined || last === "" ? "" : `\nThe kernel's log ends:\n${last}`)
  );
}
