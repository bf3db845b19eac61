/**
 * BPF programs, loaded and pinned with their maps.
 *
 * @packageDocumentation
 */
export { LoadError, type LoadErrorCode, type LoadErrorPlace } from "./errors.js";
export { type KernelConfig, parseKernelConfig } from "./externs/kernel-config.js";
export { loadObject, loadObjectAsync } from "./load/load-object.js";
export type { AttachTo, LoadAsyncOptions, LoadOptions, LoadProgress } from "./load/options.js";
export type { Autoload } from "./load/select.js";
