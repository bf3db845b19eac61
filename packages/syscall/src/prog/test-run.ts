import { native } from "../addon/load.js";
import type { ProgTestRunAnswer } from "../addon/native.js";
import { bpfError } from "../bpf/call.js";
import type { BpfFd } from "../fd/bpf-fd.js";
import type { ProgTestRun, ProgTestRunOptions } from "./test-run-options.js";
import { type TestRunRequest, testRunRequest } from "./test-run-request.js";

/**
 * Runs a program without attaching it (BPF_PROG_TEST_RUN, Linux 4.12; BPF_PROG_RUN is a newer name of it), on a packet
 * or context of the caller's. It is a run like any other: it changes maps.
 *
 * By type of program, from: 4.12 SCHED_CLS, SCHED_ACT, CGROUP_SKB, SOCKET_FILTER, LWT_* and XDP (packet), 5.1
 * FLOW_DISSECTOR (packet), 5.2 contexts of those with a `struct __sk_buff`, 5.7 TRACING (takes nothing), 5.10
 * RAW_TRACEPOINT (arguments as context), 5.13 SK_LOOKUP (context), 5.14 SYSCALL (context, which is changed in place),
 * 5.15 contexts of XDP, 5.18 live frames of XDP, 6.4 NETFILTER.
 *
 * Buffers that the kernel writes to are the addon's, end with a page that nobody may touch, and are copied out.
 *
 * @throws TypeError if `fd` is no program's; RangeError ERR_INVALID_ARG_VALUE for data or a context that the kernel would
 * ignore (TRACING, and data of STRUCT_OPS); {@link BpfError}: ENOTSUPP (524: programs of this type cannot be run so),
 * EINVAL, EPERM (CAP_BPF and, but for SYSCALL, what loading it needs), ENOSPC (it ran, and what came out does not fit:
 * the message tells the length), EINTR (a signal came between two of `repeat` runs).
 */
export function progTestRun(fd: BpfFd, options: ProgTestRunOptions = {}): ProgTestRun {
  const request = testRunRequest(fd, options);
  return finish(request, native().progTestRun(...request.args));
}

/**
 * As {@link progTestRun}, on a thread of libuv's pool, where `repeat` may take long. Data is copied first, and the
 * descriptor duplicated: it may be closed meanwhile.
 *
 * @throws as {@link progTestRun}, as a rejection
 */
export async function progTestRunAsync(fd: BpfFd, options: ProgTestRunOptions = {}): Promise<ProgTestRun> {
  const request = testRunRequest(fd, options);
  return finish(request, await native().progTestRunStart(...request.args));
}

function finish(request: TestRunRequest, answer: ProgTestRunAnswer | number): ProgTestRun {
  if (typeof answer === "number") throw bpfError(answer, "PROG_TEST_RUN");
  const { result, returnValue, duration, data, context } = answer;
  if (result < 0)
    throw bpfError(result, "PROG_TEST_RUN", { diagnose: (code) => tooLong(code, request, answer) });
  return {
    returnValue,
    duration,
    ...(data === undefined ? undefined : { dataOut: data }),
    ...(context === undefined ? undefined : { contextOut: context }),
  };
}

/** The kernel copies what fits, and says how much there was. */
function tooLong(code: string, request: TestRunRequest, answer: ProgTestRunAnswer): string | undefined {
  if (code !== "ENOSPC") return undefined;
  const { dataRoom, contextRoom } = request;
  if (answer.dataLength > dataRoom) {
    return `the program ran; its packet has ${answer.dataLength} bytes, and dataSizeOut is ${dataRoom}`;
  }
  if (answer.contextLength > contextRoom) {
    return `the program ran; its context has ${answer.contextLength} bytes, and contextSizeOut is ${contextRoom}`;
  }
  return undefined;
}
