import type { Btf, BtfType } from "@bpf/elf";
import type { KernelTypes } from "../kernel-types/kernel-types.js";
import { essentialName } from "./names.js";
import { kindsFit, Types } from "./types.js";

/** A type of the target that may be what a relocation means. */
export interface Candidate {
  readonly types: Types;
  readonly id: number;
}

/** Finds types by their essential names, once for each type of the object. */
export class Candidates {
  readonly #kernel: KernelTypes;
  readonly #found = new Map<number, readonly Candidate[]>();

  constructor(kernel: KernelTypes) {
    this.#kernel = kernel;
  }

  /** Types of the kernel proper, or where it has none of its modules; less those that were left out. */
  for(local: BtfType): readonly Candidate[] {
    let found = this.#found.get(local.id);
    if (found === undefined) {
      found = candidatesIn(this.#kernel.vmlinux.btf, local);
      if (found.length === 0)
        found = this.#kernel.modules.flatMap(({ btf }) =>
          candidatesIn(btf, local).filter(({ id }) => id >= btf.firstId),
        );
      this.#found.set(local.id, found);
    }
    return found;
  }

  /**
   * Leaves out all but those that a relocation has matched, for the relocations that come: they are about the same type.
   * libbpf does so too, and what it takes for ambiguous depends on it.
   */
  narrow(local: BtfType, matched: readonly Candidate[]): void {
    if (matched.length > 0) this.#found.set(local.id, matched);
  }
}

function candidatesIn(btf: Btf, local: BtfType): Candidate[] {
  const types = Types.of(btf);
  const wanted = essentialName(local.name);
  const names = [wanted, ...(flavoured(btf).get(wanted) ?? [])];
  return names
    .flatMap((name) => btf.findAll(name))
    .filter((type) => kindsFit(type, local))
    .map(({ id }) => ({ types, id }))
    .sort((a, b) => a.id - b.id);
}

const flavours = new WeakMap<Btf, ReadonlyMap<string, readonly string[]>>();

/** Names with a flavour that the target itself has, by their essential names: kernels have hardly any. */
function flavoured(btf: Btf): ReadonlyMap<string, readonly string[]> {
  const known = flavours.get(btf);
  if (known !== undefined) return known;
  const found = new Map<string, string[]>();
  // A module's types may take their names from the kernel's strings.
  const inherited = btf.base === undefined ? [] : [...flavoured(btf.base).values()].flat();
  for (const name of [...inherited, ...namesWithUnderscores(btf.bytes)]) {
    const essential = essentialName(name);
    if (essential === name) continue;
    const list = found.get(essential);
    if (list === undefined) found.set(essential, [name]);
    else if (!list.includes(name)) list.push(name);
  }
  flavours.set(btf, found);
  return found;
}

/** Texts between NULs that have `___` in them; some may be no names, which finds nothing. */
function* namesWithUnderscores(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf("___"); at >= 0; ) {
    const start = buffer.lastIndexOf(0, at) + 1;
    const end = buffer.indexOf(0, at);
    if (end < 0) return;
    yield buffer.toString("utf8", start, end);
    at = buffer.indexOf("___", end);
  }
}
