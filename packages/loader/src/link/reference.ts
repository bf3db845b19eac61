import type { ProgramSpec } from "@bpf/elf";

/** What an instruction names besides registers and numbers. */
export type Reference =
  /** A function of the object: called, or its address taken. */
  { readonly kind: "call" | "address"; readonly target: ProgramSpec } | OutsideReference;

/** What is known only when the program is loaded: a descriptor, an address, a type of the kernel. */
export type OutsideReference =
  | { readonly kind: "map"; readonly map: string }
  /** A byte of the map's first value. */
  | { readonly kind: "map-value"; readonly map: string; readonly offset: number }
  /** A variable of `.kconfig` or `.ksyms`. */
  | { readonly kind: "variable"; readonly name: string }
  /** A call of a function of the kernel. */
  | { readonly kind: "kfunc"; readonly name: string };

/** An instruction that names something; `at` is its index. */
export interface Site<R extends Reference = Reference> {
  readonly at: number;
  readonly reference: R;
}
