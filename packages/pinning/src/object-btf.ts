import { type BtfFeatures, fitBtf, type ObjectSpec, ParseError } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import type { Kernel } from "./kernel.js";
import { errnoOf, systemError } from "./system-error.js";

/** What kernels lack, from new to old: each step is everything before it as well. */
const steps: readonly BtfFeatures[] = [
  {},
  { sectionNames: false }, // before 6.11
  { enum64: false }, // 6.0
  { typeTag: false }, // 5.17
  { declTag: false }, // 5.16
  { float: false }, // 5.13
  { func: "static" }, // 5.6
  { datasec: false }, // 5.2
  { func: "none" }, // 5.0
];

const featuresUpTo = (step: number): BtfFeatures => Object.assign({}, ...steps.slice(0, step + 1));

/** The step that each kernel took last time, so that it is found once a process. */
const taken = new WeakMap<Kernel, number>();

/** errnos that say "not this BTF"; any other is a failure of its own. */
const refusals = new Set(["EINVAL", "E2BIG", "ENOTSUPP", "EOPNOTSUPP"]);

const isRefusal = (error: unknown): boolean => ParseError.is(error) || refusals.has(errnoOf(error) ?? "");

const quiet = { log: false };

/** An object's BTF in the kernel: loaded when the first map needs it, and only once. */
export class ObjectBtf implements Disposable {
  readonly #kernel: Kernel;
  readonly #object: ObjectSpec;
  #fd: BpfFd | undefined;
  #refused: string | undefined;

  constructor(kernel: Kernel, object: ObjectSpec) {
    this.#kernel = kernel;
    this.#object = object;
  }

  /** Why the kernel did not take it. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** Undefined where the object has no BTF, or the kernel refuses it ({@link refused}). @throws PinSystemError */
  load(): BpfFd | undefined {
    if (this.#fd || this.#refused !== undefined || !this.#object.btf) return this.#fd;
    for (let step = taken.get(this.#kernel) ?? 0; step < steps.length && !this.#fd; step++) {
      this.#fd = this.#try(step);
      if (this.#fd) taken.set(this.#kernel, step);
    }
    return this.#fd;
  }

  #try(step: number): BpfFd | undefined {
    try {
      const bytes = fitBtf(this.#object, featuresUpTo(step));
      // The kernel's log is wanted once, of the BTF that was changed least: it tells most. Failures that are no
      // refusal are told as they are, so they must not be tried again for a log.
      return (
        bytes && (this.#refused === undefined ? this.#explained(bytes) : this.#kernel.btfLoad(bytes, quiet))
      );
    } catch (error) {
      if (!isRefusal(error)) throw systemError(error, "load the object's BTF");
      this.#refused ??= (error as Error).message;
      return undefined;
    }
  }

  #explained(bytes: Uint8Array): BpfFd {
    try {
      return this.#kernel.btfLoad(bytes, quiet);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return this.#kernel.btfLoad(bytes);
    }
  }

  [Symbol.dispose](): void {
    this.#fd?.close();
  }
}
