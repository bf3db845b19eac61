import { type ObjectSpec, type ProgramSpec, parseBtfExt } from "@bpf/elf";
import { CoreRelocator, type Poisoned } from "../core/relocate.js";
import { kconfigMap } from "../externs/kconfig.js";
import type { KernelTypes } from "../kernel-types/kernel-types.js";
import { Instructions } from "../link/instruction.js";
import { type LinkedProgram, Linker } from "../link/link.js";
import { SourceInfo } from "../link/source-info.js";
import { applyVariables } from "../variables/apply.js";
import type { LoadOptions } from "./options.js";
import { type LoadableProgram, selectPrograms } from "./select.js";

/** An object whose programs are linked, and fit the kernel's types; no system call has been made but to read those. */
export interface LinkedObject {
  /** With the caller's variables, and the map of `.kconfig`. */
  readonly object: ObjectSpec;
  readonly programs: readonly (LinkedProgram & { readonly spec: LoadableProgram })[];
  /** By function of the object. */
  readonly poisoned: ReadonlyMap<ProgramSpec, readonly Poisoned[]>;
  /** Symbol of the kconfig map's name, where there is one. */
  readonly kconfig: string | undefined;
}

/**
 * Links the programs of an object that are to be loaded.
 * @throws LoadError, ParseError
 */
export function linkObject(
  given: ObjectSpec,
  options: LoadOptions,
  kernelTypes: () => KernelTypes,
): LinkedObject {
  const chosen = selectPrograms(given, options.autoload);
  const object = applyVariables(given, options.set ?? {}, { json: options.json });
  const ext = object.btf && object.btfExt && parseBtfExt(object.btfExt, object.btf);
  const source = ext && new SourceInfo(ext);
  const code = new FittedCode(object, source, kernelTypes);
  const linker = new Linker(object, source, (spec) => code.of(spec));
  const programs = chosen.map((spec) => ({ ...linker.link(spec), spec }));
  const used = new Set(
    programs.flatMap(({ sites }) =>
      sites.flatMap(({ reference: r }) => (r.kind === "variable" ? [r.name] : [])),
    ),
  );
  const kconfig = kconfigMap(object, used, options.kconfig);
  return {
    object: kconfig ? { ...object, maps: new Map([...object.maps, [kconfig.name, kconfig]]) } : object,
    programs,
    poisoned: code.poisoned,
    kconfig: kconfig?.name,
  };
}

/** Code of an object's functions, each changed once to fit the kernel's types. */
class FittedCode {
  readonly poisoned = new Map<ProgramSpec, readonly Poisoned[]>();
  readonly #object: ObjectSpec;
  readonly #source: SourceInfo | undefined;
  readonly #kernelTypes: () => KernelTypes;
  readonly #fitted = new Map<ProgramSpec, Instructions>();
  #relocator: CoreRelocator | undefined;

  constructor(object: ObjectSpec, source: SourceInfo | undefined, kernelTypes: () => KernelTypes) {
    this.#object = object;
    this.#source = source;
    this.#kernelTypes = kernelTypes;
  }

  of(spec: ProgramSpec): Instructions {
    let code = this.#fitted.get(spec);
    if (code === undefined) {
      code = new Instructions(spec.instructions.slice());
      this.#fitted.set(spec, code);
      this.#fit(spec, code);
    }
    return code;
  }

  #fit(spec: ProgramSpec, code: Instructions): void {
    const relocations = this.#source?.relocations(spec);
    if (relocations === undefined || relocations.length === 0) return;
    this.#relocator ??= new CoreRelocator(this.#object.btf!, this.#kernelTypes());
    const poisoned = this.#relocator.apply(spec, code, relocations);
    if (poisoned.length > 0) this.poisoned.set(spec, poisoned);
  }
}
