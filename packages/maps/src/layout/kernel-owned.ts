import { BtfKind } from "@bpf/elf";
import type { BtfTypes } from "./btf-types.js";
import { maxDepth } from "./limits.js";

/**
 * Structs that belong to the kernel where they are in a map's value: a lookup gives them as if newly made, an
 * update leaves them alone. Those of btf_get_field_type() in kernel/bpf/btf.c that map_check_btf() in
 * kernel/bpf/syscall.c asks for.
 */
const kernelStructs: ReadonlySet<string> = new Set([
  "bpf_spin_lock", // 5.1
  "bpf_timer", // 5.15
  "bpf_list_head", // 6.2
  "bpf_rb_root", // 6.3
  "bpf_refcount", // 6.4
  "bpf_wq", // 6.10
  "bpf_res_spin_lock", // 6.15
  "bpf_task_work", // 6.18
]);

/**
 * Type tags of pointers that programs store (kptr): btf_find_kptr(). A `uptr` is user space's own and not
 * among them.
 */
const kernelPointerTags: ReadonlySet<string> = new Set([
  "kptr_untrusted",
  "kptr",
  "kptr_ref", // what 5.19 to 6.2 called `kptr`, when `kptr` was what is `kptr_untrusted` now
  "percpu_kptr",
]);

/** Whether a field of this type, in a map's value, is the kernel's own; arrays of such are too. */
export function isKernelOwned(types: BtfTypes, typeId: number): boolean {
  let { type } = types.resolve(typeId);
  for (let depth = 0; type.kind === BtfKind.ARRAY && depth < maxDepth; depth++)
    type = types.resolve(type.type).type;
  if (type.kind === BtfKind.STRUCT) return kernelStructs.has(type.name);
  if (type.kind !== BtfKind.PTR) return false;
  const pointee = types.type(type.type);
  return pointee.kind === BtfKind.TYPE_TAG && !pointee.attribute && kernelPointerTags.has(pointee.name);
}
