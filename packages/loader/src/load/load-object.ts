import type { ObjectSpec } from "@bpf/elf";
import type { OpenObject } from "@bpf/pinning";
import { drive, driveAsync } from "./drivers.js";
import type { LoadAsyncOptions, LoadOptions } from "./options.js";
import { loadSteps } from "./steps.js";

/**
 * Loads the programs of an object, with all of its maps: maps are reused or made, programs relocated and verified, and only
 * when the kernel has taken every one of them are maps and programs pinned. All or nothing: a load that fails leaves no
 * pin, no directory and no descriptor. The result owns the descriptors; closing it leaves the pins.
 *
 * @throws LoadError (VerifierError where the verifier refuses a program), MapIncompatibleError, ProgramPinError and the
 * other errors of `@bpf/pinning`, ParseError for `.BTF.ext` that cannot be read
 */
export function loadObject(object: ObjectSpec, options: LoadOptions = {}): OpenObject {
  return drive(loadSteps(object, options));
}

/**
 * {@link loadObject} with the verifier, which may take seconds, on other threads: several programs at once, and while
 * the next ones are linked.
 *
 * @throws as loadObject; the signal's reason
 */
export async function loadObjectAsync(
  object: ObjectSpec,
  options: LoadAsyncOptions = {},
): Promise<OpenObject> {
  const { signal, onProgress, ...rest } = options;
  signal?.throwIfAborted();
  return driveAsync(loadSteps(object, rest), { signal, onProgress });
}
