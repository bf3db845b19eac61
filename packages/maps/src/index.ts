/**
 * Pinned BPF maps as typed JavaScript values.
 *
 * @packageDocumentation
 */
export { LayoutError, MapError, type MapErrorCode, ValueError } from "./errors.js";
