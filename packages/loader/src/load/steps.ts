import type { ObjectSpec } from "@bpf/elf";
import {
  type LoadedProgram,
  type OpenObject,
  PinRaceError,
  type PreparedMaps,
  prepareMaps,
  requireHostOrder,
} from "@bpf/pinning";
import { BpfError, type BpfFd, type ProgLoadAttr, progBindMap, progIdOf } from "@bpf/syscall";
import { type AttachTarget, attachTarget } from "../attach/target.js";
import { LoadError } from "../errors.js";
import { type KernelTypes, kernelTypesFrom, runningKernelTypes } from "../kernel-types/kernel-types.js";
import { variablesByMap } from "../variables/apply.js";
import { refusedError } from "../verifier/refused.js";
import { type LinkedObject, linkObject } from "./linked-object.js";
import type { LoadOptions } from "./options.js";
import { ReferencePlacer } from "./place-references.js";
import { programAttr } from "./program-attr.js";
import { requirePrograms } from "./select.js";

/** What the work asks of its driver: to load a program, or, after the last one, for all that were loaded. */
export type LoadRequest =
  | { readonly kind: "load"; readonly program: string; readonly attr: ProgLoadAttr; readonly total: number }
  | { readonly kind: "collect" };

/**
 * The work of a load: all but BPF_PROG_LOAD, which one driver calls here and the other on other threads. The answer to
 * "collect" are the programs in their order, which the work owns then. `attr` is not looked at after the next request.
 */
export type LoadSteps = Generator<LoadRequest, OpenObject, readonly BpfFd[]>;

/** What a driver throws in where the kernel did not take a program. */
export class ProgramFailure {
  /** Its place in the order of the requests. */
  readonly index: number;
  readonly error: unknown;

  constructor(index: number, error: unknown) {
    this.index = index;
    this.error = error;
  }
}

/** How often a load begins anew when other processes pin what it was about to pin. */
const attempts = 10;

/** @throws LoadError, and what `prepareMaps` and `commit` of `@bpf/pinning` throw */
export function* loadSteps(object: ObjectSpec, options: LoadOptions): LoadSteps {
  requireHostOrder(object);
  requirePrograms(object, Object.keys(options.attachTo ?? {}));
  const linked = linkObject(object, options, targetTypes(options));
  const told = toldOnce(options);
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* loadLinked(linked, told);
    } catch (error) {
      if (!PinRaceError.is(error) || attempt === attempts) throw error;
    }
  }
}

/** A load that begins anew has nothing new to say of what it said before. */
function toldOnce(options: LoadOptions): LoadOptions {
  const { onWarning } = options;
  if (onWarning === undefined) return options;
  const told = new Set<string>();
  return {
    ...options,
    onWarning(warning) {
      if (told.has(warning)) return;
      told.add(warning);
      onWarning(warning);
    },
  };
}

/** Types for CO-RE: the running kernel's, or those given, read when they are first needed. */
function targetTypes({ kernelBtf }: LoadOptions): () => KernelTypes {
  if (kernelBtf === undefined) return runningKernelTypes;
  let types: KernelTypes | undefined;
  return () => {
    types ??= kernelTypesFrom(kernelBtf);
    return types;
  };
}

function* loadLinked(linked: LinkedObject, options: LoadOptions): LoadSteps {
  const { object, kconfig } = linked;
  const chosenPrograms = linked.programs.map(({ spec }) => spec.name);
  using prepared = prepareMaps(object, { ...options, chosenPrograms });
  const mapFd = (name: string): BpfFd => prepared.fdOf(name);
  using placer = new ReferencePlacer(object, kconfig, mapFd, runningKernelTypes);
  refuseReused(object, options, prepared);
  const wanted = linked.programs.filter(({ spec }) => !prepared.kept.has(spec.name));
  let fds: readonly BpfFd[] = [];
  try {
    for (const { spec, link } of wanted) {
      const { name } = spec;
      const use = options.attachTo?.[name];
      const sources = { object, kernelTypes: runningKernelTypes, attachTo: use?.program };
      const target = attachTarget(spec, sources, use?.target);
      try {
        const program = link();
        const attr: ProgLoadAttr = {
          ...programAttr(object, program, functionBtf(prepared)),
          ...placer.place(program),
          ...placeOf(target),
          ...logOf(name, options),
        };
        yield { kind: "load", program: name, attr, total: wanted.length };
      } finally {
        if (target.owned) target.attachTo?.close();
      }
    }
    fds = yield { kind: "collect" };
    bindReadOnly(prepared, fds);
    return prepared.commit(wanted.map(({ spec: { name } }, i) => loadedProgram(name, fds[i]!)));
  } catch (error) {
    for (const fd of fds) fd.close();
    if (!(error instanceof ProgramFailure)) throw error;
    const program = wanted[error.index]!.link();
    throw refusedError({ program, error: error.error, poisoned: linked.poisoned, btf: object.btf });
  }
}

const loadedProgram = (name: string, fd: BpfFd): LoadedProgram => ({
  name,
  symbol: name,
  fd,
  id: progIdOf(fd),
});

/**
 * Binds `.rodata` maps to all programs (BPF_PROG_BIND_MAP, Linux 5.10), as libbpf does: what a program carries there about
 * itself lives as long as it. Where that fails nothing is lost.
 */
function bindReadOnly(prepared: PreparedMaps, fds: readonly BpfFd[]): void {
  for (const { name, definition, section } of prepared.specs.values()) {
    if (definition !== "data" || !section.startsWith(".rodata")) continue;
    const map = prepared.fdOf(name);
    for (const fd of fds) {
      try {
        progBindMap(fd, map);
      } catch (error) {
        if (!BpfError.is(error)) throw error;
      }
    }
  }
}

/** The object's BTF in the kernel, where it names the functions. */
function functionBtf(prepared: PreparedMaps): BpfFd | undefined {
  const btf = prepared.btf();
  return prepared.btfHasFunctions ? btf : undefined;
}

/**
 * Contents of a map that is reused stay as they are: a variable that lies in one cannot be set.
 * @throws LoadError ERR_PROGRAM_VARIABLE
 */
function refuseReused(object: ObjectSpec, { set = {} }: LoadOptions, prepared: PreparedMaps): void {
  for (const [map, variables] of variablesByMap(object, set)) {
    if (prepared.outcomeOf(map) !== "reused") continue;
    const [symbol] = variables;
    throw new LoadError(
      "ERR_PROGRAM_VARIABLE",
      `The variable ${symbol} cannot be set: its map ${map} is pinned already, and what it holds stays as it is.`,
      { symbol },
    );
  }
}

const placeOf = ({ owned: _, ...place }: AttachTarget): Partial<ProgLoadAttr> => place;

/** Level 1 tells nothing of a program that is taken. */
const logOf = (program: string, { onLog }: LoadOptions): Partial<ProgLoadAttr> =>
  onLog === undefined ? {} : { log: { level: 2, onLog: (log: string) => onLog(program, log) } };
