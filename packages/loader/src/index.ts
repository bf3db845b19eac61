/**
 * BPF programs, loaded and pinned with their maps.
 *
 * @packageDocumentation
 */
export {
  type DisassembledLine,
  type DisassembleOptions,
  disassemble,
  lineText,
} from "./disassemble/disassemble.js";
export {
  type DisassembleProgramOptions,
  disassembleProgram,
  type ProgramListing,
} from "./disassemble/disassemble-program.js";
export { LoadError, type LoadErrorCode, type LoadErrorPlace } from "./errors.js";
export { type KernelConfig, parseKernelConfig } from "./externs/kernel-config.js";
export { loadObject, loadObjectAsync } from "./load/load-object.js";
export type { AttachTo, LoadAsyncOptions, LoadOptions, LoadProgress } from "./load/options.js";
export { type Autoload, type LoadableProgram, selectPrograms } from "./load/select.js";
export type { ProgramSource } from "./run/open-program.js";
export { type TestRunOptions, type TestRunResult, testRun, testRunAsync } from "./run/test-run.js";
export { type ObjectVariable, objectVariables } from "./variables/object-variables.js";
export { VerifierError } from "./verifier/verifier-error.js";
