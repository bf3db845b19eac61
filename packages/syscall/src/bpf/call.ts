import { native } from "../addon/load.js";
import { BpfError, errnoName } from "../errors/bpf-error.js";
import { type BpfFd, own, wrapFd } from "../fd/bpf-fd.js";
import type { FdKind, FdState } from "../fd/state.js";
import { Command } from "../generated/index.js";
import type { Encoded } from "../struct/encode.js";
import type { CommandName } from "./command-name.js";
import { meaningOf } from "./meaning.js";

/** What a failure's error tells beside the command. */
export interface CallContext {
  path?: string | undefined;
  log?: string | undefined;
  /** Looks for the reason of this failure; undefined leaves it to the table. */
  diagnose?: ((code: string) => string | undefined) | undefined;
}

/** Calls bpf(2): the result, or -errno. What the kernel writes to the attribute is in `attr.bytes` afterwards. */
export function tryBpf(command: CommandName, attr: Encoded): number {
  return native().bpf(Command[command], attr.bytes, ...attr.patches);
}

/** As {@link tryBpf}. @throws {@link BpfError} */
export function bpf(command: CommandName, attr: Encoded, context?: CallContext): number {
  const result = tryBpf(command, attr);
  if (result < 0) throw bpfError(result, command, context);
  return result;
}

/** Calls a command whose result is a new descriptor: the BpfFd that owns it, or -errno. */
export function tryBpfOpen(command: CommandName, attr: Encoded, kind: FdKind): BpfFd | number {
  const state: FdState = { number: -1, exposed: false, kind, sizes: undefined };
  const fd = wrapFd(state);
  own(state, native().bpfOpen(Command[command], attr.bytes, ...attr.patches));
  return state.number < 0 ? state.number : fd;
}

/** As {@link tryBpfOpen}. @throws {@link BpfError} */
export function bpfOpen(command: CommandName, attr: Encoded, kind: FdKind): BpfFd {
  const fd = tryBpfOpen(command, attr, kind);
  if (typeof fd === "number") throw bpfError(fd, command);
  return fd;
}

/** The error of a failed command, with what its errno means for that command. */
export function bpfError(errno: number, command: CommandName, context: CallContext = {}): BpfError {
  const code = errnoName(errno);
  return new BpfError(errno, {
    syscall: "bpf",
    command: `BPF_${command}`,
    path: context.path,
    log: context.log,
    meaning: context.diagnose?.(code) ?? meaningOf(command, code),
  });
}
