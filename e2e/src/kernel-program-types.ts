import { readFileSync } from "node:fs";
import { BtfKind, parseBtf } from "@bpf/elf";
import { BpfError, ProgramFlag, progLoad } from "@bpf/syscall";
import { kernelAtLeast, kernelNames } from "./kernel-version.js";
import { loaded } from "./pace.js";
import type { ProgramKind } from "./program-kinds.js";

const vmlinux = parseBtf(readFileSync("/sys/kernel/btf/vmlinux"));

/** Enumerators of one of the running kernel's enums. */
function enumerators(name: string): Map<string, number> {
  const type = vmlinux.find(name, BtfKind.ENUM);
  return new Map(type!.values.map((one) => [one.name, Number(one.value)]));
}

const types = enumerators("bpf_prog_type");
const attachTypes = enumerators("bpf_attach_type");

/** The running kernel's number of a program type. */
export const typeNumber = (type: string): number | undefined => types.get(`BPF_PROG_TYPE_${type}`);

/** Parts of the kernel that may be left out of it, by a function that comes with them. */
const parts: Readonly<Record<string, string>> = { LIRC_MODE2: "lirc_mode2_func_proto" };

/** Two instructions: r0 = 0; exit. */
const smallest = Uint8Array.of(0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0);

const refusals = new Map<string, string | undefined>();

/** The errno of loading the smallest program of a kind, put together here; undefined where the kernel takes it. */
function refusal({ type, attach, target, sleepable }: ProgramKind): string | undefined {
  const what = `${type} ${attach} ${sleepable ?? false}`;
  if (refusals.has(what)) return refusals.get(what);
  const kind = target!.startsWith("btf_trace_") ? BtfKind.TYPEDEF : BtfKind.FUNC;
  let errno: string | undefined;
  try {
    progLoad({
      type: typeNumber(type)!,
      instructions: smallest,
      license: "GPL",
      expectedAttachType: attachTypes.get(`BPF_${attach}`)!,
      attachBtfId: vmlinux.findId(target!, kind)!,
      flags: sleepable ? ProgramFlag.SLEEPABLE : 0,
    }).close();
    loaded();
  } catch (error) {
    if (!BpfError.is(error)) throw error;
    errno = error.code;
  }
  refusals.set(what, errno);
  return errno;
}

/** Programs that may sleep go on functions of this list, and (Linux 6.2) on a few others. */
const hasSleepableFunctions = kernelNames("within_error_injection_list") || kernelAtLeast("6.2");

/**
 * Why the running kernel has no programs of a kind, proved by itself: its types lack the name, or it refuses the
 * smallest program of that kind, whoever loads it. Undefined where it has them.
 */
export function notTaken(kind: ProgramKind): string | undefined {
  const { type, attach, target, sleepable } = kind;
  if (typeNumber(type) === undefined) return `the kernel's BTF has no BPF_PROG_TYPE_${type}`;
  if (attach !== undefined && !attachTypes.has(`BPF_${attach}`))
    return `the kernel's BTF has no BPF_${attach}`;
  const part = parts[type];
  if (part !== undefined && !kernelNames(part))
    return `built without ${type}: the kernel's BTF has no ${part}`;
  if (target === undefined) return undefined;
  if (!kernelNames(target)) return `the kernel's BTF has no ${target}`;
  const errno = refusal(kind);
  if (errno === "EPERM") return `the kernel refuses the smallest program of ${type} for ${attach}: EPERM`;
  if (errno === "EINVAL" && sleepable && !hasSleepableFunctions)
    return `no function may sleep, the kernel has no within_error_injection_list: EINVAL for the smallest program`;
  return undefined;
}
