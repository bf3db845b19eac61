import { BtfKind, type ExternSpec, type ObjectSpec } from "@bpf/elf";
import { typesFit } from "../core/compatible.js";
import { Types } from "../core/types.js";
import { LoadError } from "../errors.js";
import type { KernelObject, KernelTypes } from "../kernel-types/kernel-types.js";
import { didYouMean } from "../near-names.js";
import type { Kallsyms } from "./kallsyms.js";

/** What a variable or function of the kernel is for an instruction. */
export type Ksym =
  /** A variable by its BTF: its type id, in the kernel's own BTF or a module's. */
  | { readonly kind: "variable"; readonly id: number; readonly object: KernelObject }
  /** A variable of which only the address is of interest. */
  | { readonly kind: "address"; readonly address: bigint }
  | { readonly kind: "function"; readonly id: number; readonly object: KernelObject }
  /** Weak, and not there. */
  | { readonly kind: "missing" };

/**
 * Finds an extern of `.ksyms` in the running kernel.
 * @throws LoadError ERR_PROGRAM_EXTERN where it is not there, and not weak; or is of another type
 */
export function resolveKsym(
  { btf }: ObjectSpec,
  extern: ExternSpec,
  kernel: () => KernelTypes,
  symbols: Kallsyms,
): Ksym {
  const { name, kind, typeId } = extern;
  // `extern const void name __ksym`: no type, so an address.
  if (kind === "variable" && btf?.resolve(typeId).kind === BtfKind.UNKN)
    return resolveAddress(extern, symbols);
  const types = kernel();
  const found = types.find(name, kind === "variable" ? BtfKind.VAR : BtfKind.FUNC);
  if (found === undefined) {
    if (extern.weak) return { kind: "missing" };
    throw externError(extern, `the kernel's types have no ${kind} ${name}`, nearby(extern, types));
  }
  const theirs = found.object.btf.type(found.id);
  const fits =
    "type" in theirs &&
    btf !== undefined &&
    // Behind const and the like, which the one may have and the other not.
    typesFit(
      Types.of(btf),
      btf.resolve(typeId).id,
      Types.of(found.object.btf),
      found.object.btf.resolve(theirs.type).id,
    );
  // Of a weak one too: it is there, and not what the program takes it for.
  if (!fits) throw externError(extern, `the kernel's ${kind} ${name} has another type than the object says`);
  return { kind, id: found.id, object: found.object };
}

function resolveAddress(extern: ExternSpec, symbols: Kallsyms): Ksym {
  const { name, weak } = extern;
  const [address, ...others] = symbols.addresses(name);
  if (address === undefined) {
    if (weak) return { kind: "missing" };
    throw externError(extern, `/proc/kallsyms has no ${name}`);
  }
  if (others.length > 0)
    throw externError(extern, `/proc/kallsyms has several ${name}, at different addresses`);
  if (address !== 0n) return { kind: "address", address };
  const why =
    "/proc/kallsyms hides the addresses (kernel.kptr_restrict), and it takes CAP_SYSLOG to see them";
  throw externError(extern, why);
}

function nearby({ name, kind }: ExternSpec, { vmlinux }: KernelTypes): string {
  const { btf } = vmlinux;
  const ids = btf.idsOf(kind === "variable" ? BtfKind.VAR : BtfKind.FUNC);
  return didYouMean(
    name,
    ids.map((id) => btf.nameOf(id)),
  );
}

function externError({ name, kind }: ExternSpec, why: string, near = ""): LoadError {
  return new LoadError(
    "ERR_PROGRAM_EXTERN",
    `The ${kind} ${name}, an extern of the object, is not to be had: ${why}.${near}`,
    {
      symbol: name,
    },
  );
}
