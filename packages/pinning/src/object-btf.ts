import { type BtfFeatures, fitBtf, type ObjectSpec, ParseError } from "@bpf/elf";
import type { BpfFd } from "@bpf/syscall";
import { knownLack, lackingFeatures, type ProbedFeature } from "./btf-probes.js";
import type { Kernel } from "./kernel.js";
import { errnoOf, systemError } from "./system-error.js";

/** What an older kernel takes, from new to old: each step is everything before it as well. */
const steps: readonly { readonly features: BtfFeatures; readonly lacking?: ProbedFeature }[] = [
  { features: {} },
  { features: { sectionNames: false }, lacking: "sectionNames" },
  { features: { enum64: false }, lacking: "enum64" },
  { features: { typeTag: false }, lacking: "typeTag" },
  { features: { declTag: false }, lacking: "declTag" },
  { features: { float: false }, lacking: "float" },
  { features: { func: "static" }, lacking: "globalFunction" },
  { features: { datasec: false }, lacking: "datasec" },
  { features: { func: "none" }, lacking: "function" },
];

const featuresUpTo = (step: number): BtfFeatures =>
  Object.assign({}, ...steps.slice(0, step + 1).map(({ features }) => features));

/** The newest step that the kernel needs for every object. */
const stepWithout = (lacking: ReadonlySet<ProbedFeature>): number =>
  steps.findLastIndex((step) => step.lacking === undefined || lacking.has(step.lacking));

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
  #features: BtfFeatures = {};

  constructor(kernel: Kernel, object: ObjectSpec) {
    this.#kernel = kernel;
    this.#object = object;
  }

  /** Why the kernel did not take it. */
  get refused(): string | undefined {
    return this.#refused;
  }

  /** Whether what the kernel took has the object's functions, so that programs can be told which they are. */
  get hasFunctions(): boolean {
    return this.#fd !== undefined && this.#features.func !== "none";
  }

  /** Undefined where the object has no BTF, or the kernel refuses it ({@link refused}). @throws PinSystemError */
  load(): BpfFd | undefined {
    if (this.#fd || this.#refused !== undefined || !this.#object.btf) return this.#fd;
    const first = stepWithout(knownLack(this.#kernel));
    this.#fd = this.#try(first);
    // Refused: the kernel may be too old for it, or it has a fault of its own, which going further back may leave out.
    for (let step = first; !this.#fd && step < steps.length - 1; ) {
      step = Math.max(step + 1, stepWithout(lackingFeatures(this.#kernel)));
      this.#fd = this.#try(step);
    }
    return this.#fd;
  }

  #try(step: number): BpfFd | undefined {
    try {
      this.#features = featuresUpTo(step);
      const bytes = fitBtf(this.#object, this.#features);
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
