import { MapFlag, MapType } from "@bpf/syscall";
import type { Kernel } from "./kernel.js";
import { errnoOf, systemError } from "./system-error.js";

/** What this package asks a kernel once, and only when it matters. */
export class KernelFacts {
  readonly #kernel: Kernel;
  #pageSize: number | undefined;
  #possibleCpus: number | undefined;
  #mmapableArrays: boolean | undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Bytes. */
  pageSize(): number {
    this.#pageSize ??= this.#kernel.pageSize();
    return this.#pageSize;
  }

  possibleCpus(): number {
    try {
      this.#possibleCpus ??= this.#kernel.possibleCpus();
    } catch (error) {
      throw systemError(error, "count the possible CPUs");
    }
    return this.#possibleCpus;
  }

  /** Whether arrays take BPF_F_MMAPABLE (Linux 5.5): tried with a map that is closed at once. */
  mmapableArrays(): boolean {
    this.#mmapableArrays ??= this.#tryMmapable();
    return this.#mmapableArrays;
  }

  #tryMmapable(): boolean {
    try {
      this.#kernel
        .mapCreate({ type: MapType.ARRAY, keySize: 4, valueSize: 8, maxEntries: 1, flags: MapFlag.MMAPABLE })
        .close();
      return true;
    } catch (error) {
      if (errnoOf(error) === "EINVAL") return false;
      throw systemError(error, "try whether arrays can be mapped into memory (BPF_F_MMAPABLE)");
    }
  }
}

const known = new WeakMap<Kernel, KernelFacts>();

/** The facts of a kernel, asked once a process. */
export function factsOf(kernel: Kernel): KernelFacts {
  let facts = known.get(kernel);
  if (!facts) {
    facts = new KernelFacts(kernel);
    known.set(kernel, facts);
  }
  return facts;
}
