import { type ProgTestRun, type ProgTestRunOptions, progTestRun, progTestRunAsync } from "@bpf/syscall";
import { openProgram, type ProgramSource } from "./open-program.js";

/** Options of {@link testRun}; what a type of programs does not know is EINVAL. */
export interface TestRunOptions extends Omit<ProgTestRunOptions, "dataIn" | "contextIn"> {
  /** The packet, from its Ethernet header on: 14 bytes at least for XDP and skb programs. */
  readonly data?: Uint8Array | undefined;
  /** The context as its type has it in linux/bpf.h (`struct __sk_buff`, `struct xdp_md`); or arguments. */
  readonly context?: Uint8Array | undefined;
}

/** What a program made of a test run. */
export interface TestRunResult {
  /** Of the last run: 32 bits without sign. */
  readonly returnValue: number;
  /** Nanoseconds of one run, on average; 0 for types that the kernel does not measure. */
  readonly durationNs: number;
  /** The packet as the program left it. */
  readonly data?: Uint8Array;
  /** The context as the program left it. */
  readonly context?: Uint8Array;
}

/**
 * Runs a program once, or `repeat` times, without attaching it (BPF_PROG_TEST_RUN). It is a run like any other: it
 * changes maps. Lowest kernel by type of program: see progTestRun of `@bpf/syscall` (4.12 for packets).
 *
 * @throws LoadError ERR_PROGRAM_KIND; BpfError: ENOTSUPP for a type that cannot be run so, EINVAL for data or a context
 * that it does not take, EPERM
 */
export function testRun(program: ProgramSource, options: TestRunOptions = {}): TestRunResult {
  using fd = openProgram(program);
  return resultOf(progTestRun(fd, requestOf(options)));
}

/**
 * As {@link testRun}, on a thread of libuv's pool: a long `repeat` does not hold up JavaScript.
 *
 * @throws as {@link testRun}, as a rejection
 */
export async function testRunAsync(
  program: ProgramSource,
  options: TestRunOptions = {},
): Promise<TestRunResult> {
  using fd = openProgram(program);
  return resultOf(await progTestRunAsync(fd, requestOf(options)));
}

const requestOf = ({ data, context, ...options }: TestRunOptions): ProgTestRunOptions => ({
  ...options,
  dataIn: data,
  contextIn: context,
});

const resultOf = ({ returnValue, duration, dataOut, contextOut }: ProgTestRun): TestRunResult => ({
  returnValue,
  durationNs: duration,
  ...(dataOut !== undefined && { data: dataOut }),
  ...(contextOut !== undefined && { context: contextOut }),
});
