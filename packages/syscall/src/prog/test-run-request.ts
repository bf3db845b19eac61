import type { ProgTestRunArguments } from "../addon/native.js";
import { requireUnsigned } from "../errors/argument-error.js";
import { byteLength, requireBytes } from "../errors/require-bytes.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { ProgramType } from "../generated/index.js";
import { encode } from "../struct/encode.js";
import { progIdentity } from "./identity.js";
import { TestRunFlag } from "./test-run-flag.js";
import { PROG_TEST_RUN } from "./test-run-layout.js";
import type { ProgTestRunOptions } from "./test-run-options.js";
import { requireTaken } from "./test-run-taken.js";

/** How much longer a packet may become: as long as one can be (65,535 bytes), so that a run need not be repeated. */
const growth = 64 * 1024;

/** The longest buffer that is believed to be meant. */
const longest = 64 * 1024 * 1024;

/** The types whose context the kernel gives back: callers of bpf_ctx_finish in net/bpf/test_run.c. */
const givesContext: ReadonlySet<number> = new Set([
  ProgramType.SOCKET_FILTER,
  ProgramType.SCHED_CLS,
  ProgramType.SCHED_ACT,
  ProgramType.CGROUP_SKB,
  ProgramType.LWT_IN,
  ProgramType.LWT_OUT,
  ProgramType.LWT_XMIT,
  ProgramType.LWT_SEG6LOCAL,
  ProgramType.XDP,
  ProgramType.SK_LOOKUP,
  ProgramType.FLOW_DISSECTOR,
]);

/** What the addon is asked for, and the room that it makes. */
export interface TestRunRequest {
  readonly args: ProgTestRunArguments;
  readonly dataRoom: number;
  readonly contextRoom: number;
}

/** @throws TypeError or RangeError naming the option; FdClosedError; BpfError of the program's info */
export function testRunRequest(fd: BpfFd, options: ProgTestRunOptions): TestRunRequest {
  const { dataIn, contextIn, repeat, flags = 0, cpu, batchSize } = options;
  const { type } = progIdentity(fd);
  const dataLength = lengthOf("dataIn", dataIn);
  const contextLength = lengthOf("contextIn", contextIn);
  const { dataSizeOut: dataRoom = dataIn === undefined ? 0 : dataLength + growth } = options;
  const { contextSizeOut: contextRoom = givesContext.has(type) ? contextLength : 0 } = options;
  requireUnsigned("dataSizeOut", dataRoom, longest);
  requireUnsigned("contextSizeOut", contextRoom, longest);
  requireUnsigned("flags", flags);
  requireTaken(type, options);
  const { bytes } = encode(PROG_TEST_RUN, {
    "test.repeat": repeat,
    "test.flags": cpu === undefined ? flags : (flags | TestRunFlag.RUN_ON_CPU) >>> 0,
    "test.cpu": cpu,
    "test.batch_size": batchSize,
  });
  const inPlace = type === ProgramType.SYSCALL;
  return {
    args: [numberOf(fd), bytes, dataIn, contextIn, dataRoom, contextRoom, inPlace],
    dataRoom,
    contextRoom,
  };
}

function lengthOf(name: string, bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  requireBytes(name, bytes);
  return byteLength(bytes);
}
