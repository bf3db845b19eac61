import { valueError } from "../errors/argument-error.js";
import { ProgramType } from "../generated/index.js";
import type { ProgTestRunOptions } from "./test-run-options.js";

/** Types whose test run looks at neither packet, and says nothing of it: what came out would be zeros. */
const ignoresData: ReadonlyMap<number, string> = new Map([
  [ProgramType.TRACING, "TRACING"], // bpf_prog_test_run_tracing, net/bpf/test_run.c
  [ProgramType.STRUCT_OPS, "STRUCT_OPS"], // bpf_struct_ops_test_run, net/bpf/bpf_dummy_struct_ops.c
]);

/** Types whose test run looks at no context either. */
const ignoresContext: ReadonlyMap<number, string> = new Map([[ProgramType.TRACING, "TRACING"]]);

/**
 * Refuses what the kernel would take and ignore for programs of this type. What it refuses by itself is left to it: LSM
 * programs, for one, cannot be test run (ENOTSUPP).
 * @throws RangeError ERR_INVALID_ARG_VALUE naming the option
 */
export function requireTaken(type: number, options: ProgTestRunOptions): void {
  const { dataIn, dataSizeOut = 0, contextIn, contextSizeOut = 0 } = options;
  const data = ignoresData.get(type);
  const context = ignoresContext.get(type);
  if (data !== undefined) {
    if (dataIn !== undefined) throw ignored("dataIn", data, "takes no packet");
    if (dataSizeOut !== 0) throw ignored("dataSizeOut", data, "gives no packet back");
  }
  if (context !== undefined) {
    if (contextIn !== undefined) throw ignored("contextIn", context, "takes no context");
    if (contextSizeOut !== 0) throw ignored("contextSizeOut", context, "gives no context back");
  }
}

const ignored = (option: string, type: string, why: string) =>
  valueError(`${option} must be left out: a test run of a program of type ${type} ${why}`);
