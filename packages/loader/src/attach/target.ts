import {
  AttachType,
  type Btf,
  BtfKind,
  type ObjectSpec,
  type ProgramSpec,
  ProgramType,
  parseBtf,
} from "@bpf/elf";
import { type BpfFd, btfBytes, btfFromId, progInfo } from "@bpf/syscall";
import { essentialName } from "../core/names.js";
import { LoadError } from "../errors.js";
import { type KernelTypes, openObject } from "../kernel-types/kernel-types.js";
import { didYouMean } from "../near-names.js";

/** What BPF_PROG_LOAD is told of the place that a program is for. */
export interface AttachTarget {
  readonly expectedAttachType?: number;
  readonly attachBtfId?: number;
  /** A module's BTF object, to be closed after the load; or the program given. */
  readonly attachTo?: BpfFd;
  readonly owned: boolean;
}

/** What attach targets are looked up in. */
export interface TargetSources {
  readonly object: ObjectSpec;
  readonly kernelTypes: () => KernelTypes;
  /** The program whose function this one is for (freplace, and fentry or fexit of a program). */
  readonly attachTo?: BpfFd | undefined;
}

/** The kernel's name of what a program hooks into, by its attach type: a prefix and a kind of type. */
const prefixes: ReadonlyMap<number, readonly [prefix: string, kind: BtfKind, what: string]> = new Map([
  [AttachType.TRACE_RAW_TP, ["btf_trace_", BtfKind.TYPEDEF, "tracepoint"]],
  [AttachType.TRACE_ITER, ["bpf_iter_", BtfKind.FUNC, "iterator"]],
  [AttachType.LSM_MAC, ["bpf_lsm_", BtfKind.FUNC, "LSM hook"]],
  [AttachType.LSM_CGROUP, ["bpf_lsm_", BtfKind.FUNC, "LSM hook"]],
  [AttachType.TRACE_FENTRY, ["", BtfKind.FUNC, "function"]],
  [AttachType.TRACE_FEXIT, ["", BtfKind.FUNC, "function"]],
  [AttachType.TRACE_FSESSION, ["", BtfKind.FUNC, "function"]],
  [AttachType.MODIFY_RETURN, ["", BtfKind.FUNC, "function"]],
]);

/**
 * What a program's section name says of where it is for, as numbers of the running kernel.
 * @param given the target, over the section's; for programs whose section names none
 * @throws LoadError ERR_PROGRAM_TARGET
 */
export function attachTarget(program: ProgramSpec, sources: TargetSources, given?: string): AttachTarget {
  const { type, attachType } = program;
  const name = given ?? program.attachTo;
  const expected = attachType === null ? {} : { expectedAttachType: attachType };
  if (type === ProgramType.STRUCT_OPS) {
    requireNone(program, given);
    return structOpsTarget(program, sources);
  }
  if (type === ProgramType.EXT) return functionOf(program, sources, name, expected);
  const row = attachType === null ? undefined : prefixes.get(attachType);
  const hooks = type === ProgramType.TRACING || type === ProgramType.LSM;
  if (!hooks || row === undefined) {
    requireNone(program, given);
    return { ...expected, owned: false };
  }
  const [prefix, kind, what] = row;
  if (name === undefined || name === "")
    throw targetError(program, `its section ${program.section} names no ${what} to be attached to`);
  if (sources.attachTo !== undefined && kind === BtfKind.FUNC && prefix === "")
    return functionOf(program, sources, name, expected);
  return kernelFunction(program, sources, name, { prefix, kind, what }, expected);
}

/** What is attached only after the load, to a place that the load knows nothing of, takes no target. */
function requireNone(program: ProgramSpec, given: string | undefined): void {
  if (given === undefined) return;
  const why = `a program of section ${program.section} takes no target, and ${given} is given (attachTo)`;
  throw targetError(program, why, given);
}

function kernelFunction(
  program: ProgramSpec,
  { kernelTypes }: TargetSources,
  name: string,
  { prefix, kind, what }: { prefix: string; kind: BtfKind; what: string },
  expected: Pick<AttachTarget, "expectedAttachType">,
): AttachTarget {
  const colon = name.indexOf(":");
  const module = colon < 0 ? undefined : name.slice(0, colon);
  const wanted = name.slice(colon + 1);
  const types = kernelTypes();
  const found = types.find(prefix + wanted, kind, module);
  if (found === undefined) {
    const where = module === undefined ? "the kernel's types have" : `module ${module} has`;
    const near = didYouMean(wanted, namesWith(types.vmlinux.btf, prefix, kind));
    throw targetError(program, `${where} no ${what} ${wanted}`, wanted, near);
  }
  const attachTo = openObject(found.object);
  return { ...expected, attachBtfId: found.id, ...(attachTo && { attachTo }), owned: attachTo !== undefined };
}

/** A function of another program, by that program's BTF. */
function functionOf(
  program: ProgramSpec,
  { attachTo }: TargetSources,
  name: string | undefined,
  expected: Pick<AttachTarget, "expectedAttachType">,
): AttachTarget {
  if (name === undefined || name === "")
    throw targetError(program, `its section ${program.section} names no function of a program`);
  if (attachTo === undefined)
    throw targetError(
      program,
      `the program whose function ${name} it is for has to be given (attachTo)`,
      name,
    );
  const { btfId } = progInfo(attachTo);
  if (btfId === 0) throw targetError(program, "the program that it is for was loaded without BTF", name);
  using fd = btfFromId(btfId);
  const btf = parseBtf(btfBytes(fd));
  const id = btf.findId(name, BtfKind.FUNC);
  if (id === undefined) {
    const near = didYouMean(name, namesWith(btf, "", BtfKind.FUNC));
    throw targetError(program, `the program that it is for has no function ${name}`, name, near);
  }
  return { ...expected, attachBtfId: id, attachTo, owned: false };
}

/** The struct of functions of the kernel proper, and the index of the member that the program is. */
function structOpsTarget(program: ProgramSpec, { object, kernelTypes }: TargetSources): AttachTarget {
  const use = object.structOps.find((one) => one.program === program.name);
  if (use === undefined)
    throw targetError(program, "no variable of .struct_ops names it, so that its type is not known");
  const type = essentialName(use.type);
  const struct = kernelTypes().vmlinux.btf.find(type, BtfKind.STRUCT);
  if (struct === undefined) throw targetError(program, `the kernel has no struct ${type}`, type);
  const member = struct.members.findIndex(({ name }) => name === use.member);
  if (member < 0)
    throw targetError(program, `the kernel's struct ${type} has no member ${use.member}`, use.member);
  return { expectedAttachType: member, attachBtfId: struct.id, owned: false };
}

function* namesWith(btf: Btf, prefix: string, kind: BtfKind): Generator<string> {
  for (const id of btf.idsOf(kind)) {
    const name = btf.nameOf(id);
    if (name.startsWith(prefix)) yield name.slice(prefix.length);
  }
}

function targetError(program: ProgramSpec, why: string, symbol?: string, near = ""): LoadError {
  const { name, section } = program;
  return new LoadError("ERR_PROGRAM_TARGET", `Program ${name} cannot be loaded: ${why}.${near}`, {
    program: name,
    section,
    symbol,
  });
}
