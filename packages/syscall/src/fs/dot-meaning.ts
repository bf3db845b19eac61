/** Why making a name with a dot is EPERM: bpffs refuses it; kernel/bpf/inode.c, bpf_lookup. */
export function dotMeaning(name: string): { meanings?: { EPERM: string } } {
  if (!name.includes(".")) return {};
  return { meanings: { EPERM: "not permitted here; on a bpffs, because a name must not contain a dot" } };
}
