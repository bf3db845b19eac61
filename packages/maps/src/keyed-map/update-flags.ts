import { UpdateFlag } from "@bpf/syscall";

/** `any`: create or replace. `create`: only where there is none (EEXIST). `update`: only where there is one (ENOENT). */
export type UpdateHow = "any" | "create" | "update";

export interface LockOptions {
  /** Under the value's bpf_spin_lock (BPF_F_LOCK, Linux 5.1), so that no half-written value is read or left. */
  lock?: boolean | undefined;
}

export interface UpdateOptions extends LockOptions {
  /** Default "any". */
  how?: UpdateHow | undefined;
}

const flagsOf: Readonly<Record<UpdateHow, number>> = {
  any: 0,
  create: UpdateFlag.NOEXIST,
  update: UpdateFlag.EXIST,
};

/** The flags of BPF_MAP_UPDATE_ELEM. @throws RangeError for another word */
export function updateFlags(options: UpdateHow | UpdateOptions | undefined): number {
  if (options === undefined || options === "any") return 0;
  const { how = "any", lock } = typeof options === "string" ? { how: options, lock: false } : options;
  if (!Object.hasOwn(flagsOf, how)) {
    throw Object.assign(new RangeError(`"any", "create" or "update" is needed, not ${JSON.stringify(how)}`), {
      code: "ERR_INVALID_ARG_VALUE",
    });
  }
  return flagsOf[how] | lockFlags(lock);
}

/** The flags of a lookup. */
export function lockFlags(lock: boolean | undefined): number {
  return lock === true ? UpdateFlag.LOCK : 0;
}
