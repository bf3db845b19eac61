import { native } from "../addon/load.js";
import type { ProgLoadAnswer } from "../addon/native.js";
import { bpfError } from "../bpf/call.js";
import { type BpfFd, own, wrapFd } from "../fd/bpf-fd.js";
import type { FdState } from "../fd/state.js";
import type { ProgLoadAttr, VerifierLog } from "./load-attr.js";
import { loadRequest } from "./load-request.js";

/**
 * Loads a program (BPF_PROG_LOAD). A verifier that a signal interrupted (EAGAIN) is asked again, five times in all, as
 * libbpf does.
 *
 * @throws {@link BpfError}, its `log` the verifier's, whole: EINVAL, EACCES, E2BIG, EPERM (CAP_BPF, and by type
 * CAP_NET_ADMIN or CAP_PERFMON). RangeError or TypeError for values that do not fit their fields, as instructions that
 * are no multiple of 8 bytes.
 */
export function progLoad(attr: ProgLoadAttr): BpfFd {
  const { args, onLog } = loadRequest(attr);
  const made = newProgram();
  return made.take(native().progLoad(...args), onLog);
}

/**
 * As {@link progLoad}, on a thread of libuv's pool: the verifier may take seconds. All of `attr` is copied first, and
 * descriptors are duplicated, so that they may be closed meanwhile (EMFILE where no number is left). Nothing interrupts
 * the verifier: a worker that is terminated ends when it has, and the program is closed.
 *
 * @throws as {@link progLoad}, as a rejection
 */
export async function progLoadAsync(attr: ProgLoadAttr): Promise<BpfFd> {
  const { args, onLog } = loadRequest(attr);
  const made = newProgram();
  return made.take(await native().progLoadStart(...args), onLog);
}

/** A BpfFd that a program is going to have, made before there is one. */
function newProgram() {
  const state: FdState = { number: -1, exposed: false, kind: "prog", sizes: undefined };
  const fd = wrapFd(state);
  return {
    take(answer: ProgLoadAnswer | number, onLog: VerifierLog["onLog"]): BpfFd {
      own(state, typeof answer === "number" ? answer : answer.result);
      const log = typeof answer === "number" ? undefined : answer.log;
      if (state.number < 0) throw bpfError(state.number, "PROG_LOAD", { log });
      if (onLog !== undefined) tell(fd, onLog, log ?? "");
      return fd;
    },
  };
}

function tell(fd: BpfFd, onLog: (log: string) => void, log: string): void {
  try {
    onLog(log);
  } catch (error) {
    fd.close();
    throw error;
  }
}
