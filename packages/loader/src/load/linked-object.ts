import { type ObjectSpec, type ProgramSpec, parseBtfExt } from "@bpf/elf";
import { CoreRelocator, type Poisoned } from "../core/relocate.js";
import { kconfigMap } from "../externs/kconfig.js";
import type { KernelTypes } from "../kernel-types/kernel-types.js";
import { placeOf } from "../link/functions.js";
import { Instructions } from "../link/instruction.js";
import { type LinkedProgram, Linker } from "../link/link.js";
import { SourceInfo } from "../link/source-info.js";
import { applyVariables } from "../variables/apply.js";
import type { LoadOptions } from "./options.js";
import { type LoadableProgram, selectPrograms } from "./select.js";

/** A program that can be linked. */
export interface LinkableProgram {
  readonly spec: LoadableProgram;
  /**
   * Puts it together, anew each time: all programs of an object at once may be far larger than the object.
   * @throws LoadError ERR_PROGRAM_LINK for one of too many instructions
   */
  readonly link: () => LinkedProgram & { readonly spec: LoadableProgram };
}

/**
 * An object whose programs are ready to be linked, and fit the kernel's types; no system call has been made but to read
 * those.
 */
export interface LinkedObject {
  /** With the caller's variables, and the map of `.kconfig`. */
  readonly object: ObjectSpec;
  readonly programs: readonly LinkableProgram[];
  /** By function of the object. */
  readonly poisoned: ReadonlyMap<ProgramSpec, readonly Poisoned[]>;
  /** Symbol of the kconfig map's name, where there is one. */
  readonly kconfig: string | undefined;
}

/**
 * Prepares the programs of an object that are to be loaded. What of them cannot be linked is refused here.
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
  const used = linker.survey(chosen);
  const programs = chosen.map((spec) => ({ spec, link: () => ({ ...linker.link(spec), spec }) }));
  const kconfig = kconfigMap(object, used, options.kconfig);
  return {
    object: kconfig ? { ...object, maps: new Map([...object.maps, [kconfig.name, kconfig]]) } : object,
    programs,
    poisoned: code.poisoned,
    kconfig: kconfig?.name,
  };
}

interface Fitted {
  readonly code: Instructions;
  readonly poisoned: readonly Poisoned[];
}

/** Code of an object's functions, each changed once to fit the kernel's types. */
class FittedCode {
  readonly poisoned = new Map<ProgramSpec, readonly Poisoned[]>();
  readonly #object: ObjectSpec;
  readonly #source: SourceInfo | undefined;
  readonly #kernelTypes: () => KernelTypes;
  readonly #fitted = new Map<string, Fitted>();
  #relocator: CoreRelocator | undefined;

  constructor(object: ObjectSpec, source: SourceInfo | undefined, kernelTypes: () => KernelTypes) {
    this.#object = object;
    this.#source = source;
    this.#kernelTypes = kernelTypes;
  }

  of(spec: ProgramSpec): Instructions {
    const place = placeOf(spec);
    let fitted = this.#fitted.get(place);
    if (fitted === undefined) {
      fitted = this.#fit(spec);
      this.#fitted.set(place, fitted);
    }
    if (fitted.poisoned.length > 0) this.poisoned.set(spec, fitted.poisoned);
    return fitted.code;
  }

  #fit(spec: ProgramSpec): Fitted {
    const code = new Instructions(spec.instructions.slice());
    const relocations = this.#source?.relocations(spec);
    if (relocations === undefined || relocations.length === 0) return { code, poisoned: [] };
    this.#relocator ??= new CoreRelocator(this.#object.btf!, this.#kernelTypes());
    return { code, poisoned: this.#relocator.apply(spec, code, relocations) };
  }
}
