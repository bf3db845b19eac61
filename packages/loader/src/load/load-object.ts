import type { ObjectSpec } from "@bpf/elf";
import type { OpenObject } from "@bpf/pinning";
import { type BpfFd, progLoad, progLoadAsync } from "@bpf/syscall";
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
  const steps = loadSteps(object, options);
  let step = steps.next();
  while (step.done !== true) {
    let fd: BpfFd;
    try {
      fd = progLoad(step.value.attr);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(fd);
  }
  return step.value;
}

/**
 * {@link loadObject} with the verifier, which may take seconds, on another thread.
 *
 * @throws as loadObject; the signal's reason
 */
export async function loadObjectAsync(
  object: ObjectSpec,
  options: LoadAsyncOptions = {},
): Promise<OpenObject> {
  const { signal, onProgress, ...rest } = options;
  signal?.throwIfAborted();
  const steps = loadSteps(object, rest);
  let step = steps.next();
  while (step.done !== true) {
    const { program, attr, done, total } = step.value;
    let fd: BpfFd;
    try {
      onProgress?.({ program, done, total });
      signal?.throwIfAborted();
      fd = await progLoadAsync(attr);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(fd);
  }
  return step.value;
}
