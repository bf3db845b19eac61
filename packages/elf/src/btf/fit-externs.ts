import { BtfKind } from "../generated/btf-kind.js";
import type { Btf } from "./btf.js";
import { type BtfBuilder, typeInfo } from "./btf-builder.js";
import { headWords, kindOf, lengthOf } from "./kind-lengths.js";

/** BTF_FUNC_STATIC; BTF_VAR_GLOBAL_ALLOCATED and BTF_FUNC_GLOBAL; one more is extern. */
const staticLinkage = 0;
const globalLinkage = 1;
const externLinkage = 2;

/** Prototypes of extern functions, whose parameters clang leaves without names and the kernel wants with. */
export function externPrototypes(btf: Btf): Set<number> {
  const prototypes = new Set<number>();
  for (const id of btf.idsOf(BtfKind.FUNC)) {
    const type = btf.type(id);
    if (type.kind === BtfKind.FUNC && type.linkage === "extern") prototypes.add(type.type);
  }
  return prototypes;
}

/**
 * Variables of `.ksyms`. Their types, often void or a struct that is only declared, mean nothing to the kernel's check of
 * the BTF, which wants variables to have a size.
 */
export function ksymVariables(btf: Btf): Set<number> {
  const variables = new Set<number>();
  for (const id of btf.idsOf(BtfKind.DATASEC)) {
    const section = btf.nameOf(id) === ".ksyms" ? btf.type(id) : undefined;
    if (section?.kind !== BtfKind.DATASEC) continue;
    for (const { type } of section.variables) if (btf.kindOf(type) === BtfKind.VAR) variables.add(type);
  }
  return variables;
}

/**
 * Makes extern variables and functions global, in place: no kernel knows extern linkage.
 */
export function fitExtern(words: Uint32Array): void {
  const info = words[1]!;
  const length = lengthOf(info);
  switch (kindOf(info)) {
    case BtfKind.VAR:
      if (words[headWords] === externLinkage) words[headWords] = globalLinkage;
      break;
    case BtfKind.FUNC:
      if (length === externLinkage) words[1] = typeInfo(BtfKind.FUNC, globalLinkage);
      break;
  }
}

/**
 * Makes a global function static, in place: the verifier looks at a static one with what its callers give it, at a global
 * one by its prototype alone. libbpf takes hidden visibility for the wish to have the first.
 */
export function fitHidden(words: Uint32Array): void {
  if (lengthOf(words[1]!) === globalLinkage) words[1] = typeInfo(BtfKind.FUNC, staticLinkage);
}

/** Names the parameters of a prototype that have none, in place, the `...` of a variadic one included. */
export function nameParameters(builder: BtfBuilder, words: Uint32Array): void {
  for (let i = 0, at = headWords; i < lengthOf(words[1]!); i++, at += 2) {
    if (words[at] === 0) words[at] = builder.addString("parameter");
  }
}
