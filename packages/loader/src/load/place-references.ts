import { type ExternSpec, kconfigLayout, type ObjectSpec } from "@bpf/elf";
import type { BpfFd, ProgLoadAttr } from "@bpf/syscall";
import { Kallsyms } from "../externs/kallsyms.js";
import { type Ksym, resolveKsym } from "../externs/ksyms.js";
import { type KernelObject, type KernelTypes, openObject } from "../kernel-types/kernel-types.js";
import { INSTRUCTION_SIZE, type Instructions, Pseudo } from "../link/instruction.js";
import type { LinkedProgram } from "../link/link.js";

type PlacedFd = NonNullable<ProgLoadAttr["fds"]>[number];

/** Descriptors that a program's instructions need: where each number goes, and those of modules that kfuncs are in. */
export interface PlacedReferences {
  readonly fds: readonly PlacedFd[];
  /** Undefined without kfuncs of modules. Place 0 stands for the kernel's own BTF. */
  readonly fdArray: readonly (BpfFd | undefined)[] | undefined;
}

/** Bytes from an instruction to its constant. */
const IMMEDIATE_AT = 4;

/** Puts what only the kernel knows into the instructions of one object's programs. */
export class ReferencePlacer implements Disposable {
  readonly #object: ObjectSpec;
  readonly #mapFd: (name: string) => BpfFd;
  readonly #kconfig: string | undefined;
  readonly #kernelTypes: () => KernelTypes;
  readonly #symbols: Kallsyms;
  readonly #ksyms = new Map<string, Ksym>();
  readonly #modules = new Map<KernelObject, BpfFd | undefined>();
  #offsets: ReadonlyMap<number, number> | undefined;

  constructor(
    object: ObjectSpec,
    kconfig: string | undefined,
    mapFd: (name: string) => BpfFd,
    kernelTypes: () => KernelTypes,
    symbols = new Kallsyms(),
  ) {
    this.#object = object;
    this.#kconfig = kconfig;
    this.#mapFd = mapFd;
    this.#kernelTypes = kernelTypes;
    this.#symbols = symbols;
  }

  /** @throws LoadError ERR_PROGRAM_EXTERN */
  place({ instructions, sites }: LinkedProgram): PlacedReferences {
    const fds: PlacedFd[] = [];
    const modules: BpfFd[] = [];
    const putFd = (at: number, fd: BpfFd): void => {
      fds.push({ offset: at * INSTRUCTION_SIZE + IMMEDIATE_AT, fd });
    };
    for (const { at, reference } of sites) {
      switch (reference.kind) {
        case "map":
          instructions.setSource(at, Pseudo.MAP_FD);
          putFd(at, this.#mapFd(reference.map));
          break;
        case "map-value":
          instructions.setSource(at, Pseudo.MAP_VALUE);
          putFd(at, this.#mapFd(reference.map));
          break;
        case "variable":
          this.#variable(instructions, at, this.#object.externs.get(reference.name)!, putFd);
          break;
        case "kfunc":
          this.#function(instructions, at, this.#object.externs.get(reference.name)!, modules);
          break;
      }
    }
    return { fds, fdArray: modules.length > 0 ? [undefined, ...modules] : undefined };
  }

  #variable(
    code: Instructions,
    at: number,
    extern: ExternSpec,
    putFd: (at: number, fd: BpfFd) => void,
  ): void {
    if (extern.section === ".kconfig") {
      this.#offsets ??= kconfigLayout(this.#object.btf!).offsets;
      code.setSource(at, Pseudo.MAP_VALUE);
      code.setImmediate(at + 1, this.#offsets.get(extern.id)!);
      putFd(at, this.#mapFd(this.#kconfig!));
      return;
    }
    const ksym = this.#ksym(extern);
    if (ksym.kind !== "variable" && ksym.kind !== "function") {
      code.setSource(at, 0);
      code.setWide(at, ksym.kind === "address" ? ksym.address : 0n);
      return;
    }
    code.setSource(at, Pseudo.BTF_ID);
    code.setImmediate(at, ksym.id);
    code.setImmediate(at + 1, 0);
    const module = this.#moduleFd(ksym.object);
    if (module !== undefined) putFd(at + 1, module);
  }

  /** A weak function that is not there has the number 0, which the verifier refuses where the call can be reached. */
  #function(code: Instructions, at: number, extern: ExternSpec, modules: BpfFd[]): void {
    const ksym = this.#ksym(extern);
    code.setSource(at, Pseudo.KFUNC_CALL);
    code.setImmediate(at, ksym.kind === "function" ? ksym.id : 0);
    code.setOffset(at, 0);
    const module = ksym.kind === "function" ? this.#moduleFd(ksym.object) : undefined;
    if (module === undefined) return;
    if (!modules.includes(module)) modules.push(module);
    code.setOffset(at, modules.indexOf(module) + 1);
  }

  #ksym(extern: ExternSpec): Ksym {
    let ksym = this.#ksyms.get(extern.name);
    if (ksym === undefined) {
      ksym = resolveKsym(this.#object, extern, this.#kernelTypes, this.#symbols);
      this.#ksyms.set(extern.name, ksym);
    }
    return ksym;
  }

  #moduleFd(object: KernelObject): BpfFd | undefined {
    if (!this.#modules.has(object)) this.#modules.set(object, openObject(object));
    return this.#modules.get(object);
  }

  [Symbol.dispose](): void {
    for (const fd of this.#modules.values()) fd?.close();
  }
}
