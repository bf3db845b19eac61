import { type Btf, type CoreRelocation, ParseError, type ProgramSpec } from "@bpf/elf";
import { LoadError } from "../errors.js";
import type { KernelTypes } from "../kernel-types/kernel-types.js";
import { INSTRUCTION_SIZE, type Instructions } from "../link/instruction.js";
import { type Candidate, Candidates } from "./candidates.js";
import { describeAccess } from "./describe.js";
import { CoreKind } from "./kind.js";
import { patch, poison } from "./patch.js";
import { type CoreSpec, localSpec } from "./spec.js";
import { targetSpec } from "./target-spec.js";
import { Types } from "./types.js";
import { type CoreValue, coreValue } from "./value.js";

/** An instruction that must not be reached on this kernel, since what it is about is not there. */
export interface Poisoned {
  /** Bytes from the start of the section. */
  readonly offset: number;
  readonly program: string;
  /** `field struct task_struct.nothing`: what was not found, or not as the object has it. */
  readonly missing: string;
}

/** What a relocation comes to: its values here and there. */
interface Outcome {
  readonly local: CoreValue;
  /** Undefined: poison. */
  readonly target: CoreValue | undefined;
  readonly missing: string;
}

/** Applies an object's CO-RE relocations for one kernel. */
export class CoreRelocator {
  readonly #local: Types;
  readonly #candidates: Candidates;
  readonly #outcomes = new Map<string, Outcome | string>();

  constructor(btf: Btf, kernel: KernelTypes) {
    this.#local = Types.of(btf);
    this.#candidates = new Candidates(kernel);
  }

  /**
   * Changes a function's instructions to fit the kernel.
   * @param relocations those of the function
   * @returns what is not there
   * @throws LoadError ERR_PROGRAM_CORE for a malformed relocation, or candidates that differ
   */
  apply(spec: ProgramSpec, code: Instructions, relocations: readonly CoreRelocation[]): Poisoned[] {
    const poisoned: Poisoned[] = [];
    for (const relocation of relocations) {
      const at = (relocation.offset - spec.sectionOffset) / INSTRUCTION_SIZE;
      if (!Number.isInteger(at) || at < 0 || at >= code.count)
        throw coreError(spec, relocation, "is at no instruction");
      const outcome = this.#outcome(relocation);
      if (typeof outcome === "string") throw coreError(spec, relocation, outcome);
      const { local, target, missing } = outcome;
      const fault = target === undefined ? "poison" : patch(code, at, local, target);
      if (fault === "poison") {
        poison(code, at);
        const what = target === undefined ? missing : `${missing} ${sizesOf(local, target)}`;
        poisoned.push({ offset: relocation.offset, program: spec.name, missing: what });
      } else if (fault !== undefined) {
        throw coreError(spec, relocation, `(${missing}) does not fit its instruction: ${fault}`);
      }
    }
    return poisoned;
  }

  #outcome(relocation: CoreRelocation): Outcome | string {
    const { typeId, access, kind } = relocation;
    const key = `${typeId} ${kind} ${access}`;
    let outcome = this.#outcomes.get(key);
    if (outcome === undefined) {
      outcome = this.#resolved(relocation);
      this.#outcomes.set(key, outcome);
    }
    return outcome;
  }

  /** Types that lead nowhere, or have no size, are found while they are followed. */
  #resolved(relocation: CoreRelocation): Outcome | string {
    try {
      return this.#resolve(relocation);
    } catch (error) {
      if (!ParseError.is(error)) throw error;
      return `is malformed: ${error.message}`;
    }
  }

  /** The outcome, or what is wrong. */
  #resolve(relocation: CoreRelocation): Outcome | string {
    const spec = localSpec(this.#local, relocation);
    if (typeof spec === "string") return `is malformed: ${spec}`;
    const local = coreValue(relocation, spec);
    if (typeof local !== "object") return `is malformed: ${local ?? "it has no value"}`;
    const missing = describeAccess(spec, relocation.kind);
    if (relocation.kind === CoreKind.TYPE_ID_LOCAL) return { local, target: local, missing };
    const root = this.#local.type(relocation.typeId);
    if (root.name === "") return "is to a type without a name";
    const found = this.#inCandidates(relocation, spec);
    if (typeof found === "string") return `(${missing}) ${found}`;
    const target = found.value;
    return typeof target === "string" ? `(${missing}) is malformed: ${target}` : { local, target, missing };
  }

  /** All candidates that have what is asked for have to agree. */
  #inCandidates(
    relocation: CoreRelocation,
    spec: CoreSpec,
  ): { value: CoreValue | string | undefined } | string {
    const root = this.#local.type(relocation.typeId);
    const matched: Candidate[] = [];
    let first: { spec: CoreSpec; value: CoreValue | string | undefined } | undefined;
    for (const candidate of this.#candidates.for(root)) {
      const target = targetSpec(spec, relocation.kind, candidate.types, candidate.id);
      if (target === undefined) continue;
      const value = coreValue(relocation, target);
      matched.push(candidate);
      if (first === undefined) first = { spec: target, value };
      else if (first.spec.bitOffset !== target.bitOffset || !sameValue(first.value, value))
        return "is ambiguous: the kernel has several types of the name, which differ";
    }
    this.#candidates.narrow(root, matched);
    return first ?? { value: coreValue(relocation, undefined) };
  }
}

function sameValue(a: CoreValue | string | undefined, b: CoreValue | string | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return a.value === b.value;
}

/** Of a field that is there, and that the instruction would read or write with another size than it means. */
function sizesOf({ field: ours }: CoreValue, { field: theirs }: CoreValue): string {
  const bytes = (size: number): string => `${size} byte${size === 1 ? "" : "s"}`;
  const wanted = ours === undefined ? "as a bit field" : `of ${bytes(ours.size)}`;
  return `${wanted} (its own ${theirs === undefined ? "is a bit field" : `has ${bytes(theirs.size)}`})`;
}

function coreError({ name, section }: ProgramSpec, { offset }: CoreRelocation, what: string): LoadError {
  const text = `Program ${name}: the CO-RE relocation at byte ${offset} of section ${section} ${what}.`;
  return new LoadError("ERR_PROGRAM_CORE", text, { program: name, section, offset });
}
