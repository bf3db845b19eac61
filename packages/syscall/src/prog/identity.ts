import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import { type Struct, u32 } from "../struct/field.js";

/** The beginning of struct bpf_prog_info. */
export const PROG_IDENTITY = {
  type: "struct bpf_prog_info",
  size: 8,
  fields: { type: u32(0), id: u32(4) },
} as const satisfies Struct;

/** A program's type and id. @throws TypeError if `fd` is no program's; {@link BpfError} */
export function progIdentity(fd: BpfFd): { type: number; id: number } {
  requireKind(fd, "prog");
  return objectInfo(fd, PROG_IDENTITY, {});
}

/**
 * A program's id, which `progInfo` tells as well, with much else that takes longer.
 *
 * @throws TypeError if `fd` is no program's; {@link BpfError}.
 */
export function progIdOf(fd: BpfFd): number {
  return progIdentity(fd).id;
}
