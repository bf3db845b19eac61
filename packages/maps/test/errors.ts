import { readdirSync } from "node:fs";
import { BpfError } from "@bpf/syscall";
import { MapError, type MapErrorCode, ValueError } from "../src/errors.js";

/** Predicates for `assert.throws`, which does not look at classes. */
export const bpfError =
  (code: string, text = /./) =>
  (error: unknown): boolean =>
    BpfError.is(error) && error.code === code && text.test(error.message);

export const mapError =
  (code: MapErrorCode, text = /./) =>
  (error: unknown): boolean =>
    MapError.is(error) && error.code === code && text.test(error.message);

export const valueError =
  (path: string, reason = /./) =>
  (error: unknown): boolean =>
    ValueError.is(error) && error.path === path && reason.test(error.reason);

/** How many descriptors this process has open. */
export const openFds = (): number => readdirSync("/proc/self/fd").length;
