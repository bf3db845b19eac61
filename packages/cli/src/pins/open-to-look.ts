import { statSync } from "node:fs";
import { type OpenPin, type OpenPinOptions, openPin, PinSystemError } from "@bpf/pinning";
import { CliError } from "../errors.js";

function isDirectory(path: string | undefined): boolean {
  try {
    return path !== undefined && statSync(path).isDirectory();
  } catch {
    return false; // nothing, or nothing that may be looked at
  }
}

/**
 * As `openPin`; a directory is told as one.
 * @throws {CliError} ERR_NOT_A_PIN for a directory; what `openPin` throws
 */
export function openPinAt(path: string, options: OpenPinOptions): OpenPin {
  try {
    return openPin(path, options);
  } catch (error) {
    if (!PinSystemError.is(error) || error.errno !== "EACCES" || !isDirectory(error.path)) throw error;
    const what = { path: error.path! };
    throw new CliError("ERR_NOT_A_PIN", `${error.path} is a directory, not a pin: see bpf ls`, what, {
      cause: error,
    });
  }
}

/**
 * Opens a pin both ways, or where its mode forbids that, for reading only: looking at it takes no more.
 * @throws as {@link openPinAt}
 */
export function openToLook(path: string, options: OpenPinOptions): OpenPin {
  try {
    return openPinAt(path, options);
  } catch (error) {
    if (!PinSystemError.is(error) || error.errno !== "EACCES") throw error;
    return openPin(path, { ...options, access: "ro" });
  }
}
