import type { ObjectSpec } from "@bpf/elf";
import {
  type LoadedProgram,
  type OpenObject,
  PinRaceError,
  type PreparedMaps,
  prepareMaps,
  requireHostOrder,
} from "@bpf/pinning";
import { type BpfFd, type ProgLoadAttr, progIdOf } from "@bpf/syscall";
import { type AttachTarget, attachTarget } from "../attach/target.js";
import { LoadError } from "../errors.js";
import { type KernelTypes, kernelTypesFrom, runningKernelTypes } from "../kernel-types/kernel-types.js";
import { variablesByMap } from "../variables/apply.js";
import { refusedError } from "../verifier/refused.js";
import { type LinkedObject, linkObject } from "./linked-object.js";
import type { LoadOptions } from "./options.js";
import { ReferencePlacer } from "./place-references.js";
import { programAttr } from "./program-attr.js";

/** One program that the driver is to load; it gives back the descriptor, or throws the kernel's error in. */
export interface LoadStep {
  readonly program: string;
  readonly attr: ProgLoadAttr;
  readonly done: number;
  readonly total: number;
}

/** The work of a load: all but BPF_PROG_LOAD, which one driver calls here and the other on another thread. */
export type LoadSteps = Generator<LoadStep, OpenObject, BpfFd>;

/** How often a load begins anew when other processes pin what it was about to pin. */
const attempts = 10;

/** @throws LoadError, and what `prepareMaps` and `commit` of `@bpf/pinning` throw */
export function* loadSteps(object: ObjectSpec, options: LoadOptions): LoadSteps {
  requireHostOrder(object);
  const linked = linkObject(object, options, targetTypes(options));
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* loadLinked(linked, options);
    } catch (error) {
      if (!PinRaceError.is(error) || attempt === attempts) throw error;
    }
  }
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
  const loaded: LoadedProgram[] = [];
  try {
    const wanted = linked.programs.filter(({ spec }) => !prepared.kept.has(spec.name));
    for (const [done, program] of wanted.entries()) {
      const { name } = program.spec;
      const use = options.attachTo?.[name];
      const sources = { object, kernelTypes: runningKernelTypes, attachTo: use?.program };
      const target = attachTarget(program.spec, sources, use?.target);
      try {
        const attr: ProgLoadAttr = {
          ...programAttr(object, program, functionBtf(prepared)),
          ...placer.place(program),
          ...placeOf(target),
          ...logOf(name, options),
        };
        const fd = yield { program: name, attr, done, total: wanted.length };
        loaded.push({ name, symbol: name, fd, id: idOf(fd) });
      } catch (error) {
        throw refusedError({ program, error, poisoned: linked.poisoned, btf: object.btf });
      } finally {
        if (target.owned) target.attachTo?.close();
      }
    }
    return prepared.commit(loaded);
  } catch (error) {
    for (const { fd } of loaded) fd.close();
    throw error;
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

/** Closes a program whose id the kernel does not tell. */
function idOf(fd: BpfFd): number {
  try {
    return progIdOf(fd);
  } catch (error) {
    fd.close();
    throw error;
  }
}

const placeOf = ({ owned: _, ...place }: AttachTarget): Partial<ProgLoadAttr> => place;

/** Level 1 tells nothing of a program that is taken. */
const logOf = (program: string, { onLog }: LoadOptions): Partial<ProgLoadAttr> =>
  onLog === undefined ? {} : { log: { level: 2, onLog: (log: string) => onLog(program, log) } };
