import type { BpfFd } from "../fd/bpf-fd.js";
import type { FdKind } from "../fd/state.js";
import { textUpToNul } from "../struct/decode.js";
import type { Encoded } from "../struct/encode.js";
import { bpfError, tryBpfOpen } from "./call.js";
import type { CommandName } from "./command-name.js";

const EPERM = 1;
const EAGAIN = 11;
const ENOSPC = 28;

/** Length of the first log buffer, and of the largest, in bytes. */
const firstLog = 64 * 1024;
const largestLog = 16 * 1024 * 1024;

/** The verifier gives up when a signal comes (EAGAIN); libbpf tries as often. */
const attempts = 5;

/** How {@link load} loads. */
export interface LoadOptions {
  kind: FdKind;
  /** Whether a failure is tried again for the kernel's log. */
  log: boolean;
}

/**
 * Loads a program or BTF: without a log, which costs time, and once more with one if that fails.
 *
 * @param encodeWith makes the attribute, with a buffer for the kernel's log or without
 * @throws {@link BpfError} with `log`
 */
export function load(
  command: CommandName,
  encodeWith: (log: Uint8Array | undefined) => Encoded,
  { kind, log }: LoadOptions,
): BpfFd {
  let result = tryLoad(command, encodeWith(undefined), kind);
  if (typeof result !== "number") return result;
  if (!log || result === -EPERM) throw bpfError(result, command);
  const refused = result;
  for (let size = firstLog; ; size *= 4) {
    const buffer = new Uint8Array(size);
    result = tryLoad(command, encodeWith(buffer), kind);
    if (typeof result !== "number") return result;
    // ENOSPC: the log did not fit. The errno that counts is the one of the call without a log.
    if (result === -ENOSPC && size < largestLog) continue;
    throw bpfError(refused, command, { log: textUpToNul(buffer) });
  }
}

function tryLoad(command: CommandName, attr: Encoded, kind: FdKind): BpfFd | number {
  for (let attempt = 1; ; attempt++) {
    const result = tryBpfOpen(command, attr, kind);
    if (result !== -EAGAIN || attempt === attempts) return result;
  }
}
