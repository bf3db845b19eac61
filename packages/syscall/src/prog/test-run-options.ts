/**
 * What BPF_PROG_TEST_RUN takes beside the program. Sizes in bytes. What a type of programs does not know is EINVAL, or,
 * where the kernel would ignore it, a RangeError.
 */
export interface ProgTestRunOptions {
  /** The packet, from its Ethernet header on. 14 bytes at least for XDP and skb programs. */
  dataIn?: Uint8Array | undefined;
  /** Room for the packet as the program left it. Default: 64 KiB more than `dataIn` has; without `dataIn` none. */
  dataSizeOut?: number | undefined;
  /** The context as its type has it in linux/bpf.h: `struct __sk_buff`, `struct xdp_md` (Linux 5.15); or arguments. */
  contextIn?: Uint8Array | undefined;
  /** Room for the context afterwards. Default: as long as `contextIn`, for the types that give one back. */
  contextSizeOut?: number | undefined;
  /** How often it runs; 1 if left out or 0. */
  repeat?: number | undefined;
  /** BPF_F_TEST_*: see TestRunFlag. */
  flags?: number | undefined;
  /** The CPU that it runs on: raw tracepoints (Linux 5.10). Sets TestRunFlag.RUN_ON_CPU. */
  cpu?: number | undefined;
  /** Packets at once, with TestRunFlag.XDP_LIVE_FRAMES (Linux 5.18). */
  batchSize?: number | undefined;
}

/** What a test run gave. */
export interface ProgTestRun {
  /** Of the last run, as the kernel gives it: 32 bits without sign. */
  returnValue: number;
  /** Nanoseconds of one run, on average; 0 for types that are not measured. */
  duration: number;
  /** The packet as the program left it, where there was room for one. */
  dataOut?: Uint8Array;
  /** The context as the program left it, where there was room for one. */
  contextOut?: Uint8Array;
}
