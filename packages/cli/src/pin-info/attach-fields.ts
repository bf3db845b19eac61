import { AttachType, attachTypeName, ProgramType } from "@bpf/elf";
import { btfBytes, btfFromId, btfInfo, btfNextId, type ProgInfo } from "@bpf/syscall";
import type { Fields } from "./fields.js";
import { RawBtf, type RawType } from "./raw-btf.js";

/** Types of programs that attach in one way only: the kernel does not tell with which attach type one was loaded. */
const onlyAttachType: Readonly<Record<number, number>> = {
  [ProgramType.SOCK_OPS]: AttachType.CGROUP_SOCK_OPS,
  [ProgramType.CGROUP_DEVICE]: AttachType.CGROUP_DEVICE,
  [ProgramType.SK_MSG]: AttachType.SK_MSG_VERDICT,
  [ProgramType.LIRC_MODE2]: AttachType.LIRC_MODE2,
  [ProgramType.FLOW_DISSECTOR]: AttachType.FLOW_DISSECTOR,
  [ProgramType.CGROUP_SYSCTL]: AttachType.CGROUP_SYSCTL,
  [ProgramType.SK_LOOKUP]: AttachType.SK_LOOKUP,
  [ProgramType.NETFILTER]: AttachType.NETFILTER,
};

const TYPEDEF = 8;
const FUNC = 12;

/** What a program is for, by the type in BTF that it was loaded for. */
interface Target {
  /** As sections name it: without the prefix of the kernel's own name. */
  readonly name: string;
  readonly attachType: number | undefined;
}

/** The kernel's names of hooks: libbpf finds them by the same prefixes. */
function targetOf(btf: RawBtf, id: number, progType: number): Target {
  const type = btf.type(id);
  const { name, kind } = type;
  if (progType === ProgramType.TRACING && kind === TYPEDEF && name.startsWith("btf_trace_"))
    return { name: name.slice("btf_trace_".length), attachType: AttachType.TRACE_RAW_TP };
  if (progType === ProgramType.TRACING && isIterator(btf, type))
    return { name: name.slice("bpf_iter_".length), attachType: AttachType.TRACE_ITER };
  if (progType === ProgramType.LSM) return { name: name.replace(/^bpf_lsm_/, ""), attachType: undefined };
  return { name, attachType: undefined };
}

/** Other functions have such names too; only those of iterators take `struct bpf_iter_meta *meta` first. */
const isIterator = (btf: RawBtf, { name, kind, type }: RawType): boolean =>
  kind === FUNC && name.startsWith("bpf_iter_") && btf.type(type).firstName === "meta";

/** The kernel's own BTF; hardly ever is it not the first that there is. */
function readVmlinux(): RawBtf {
  for (let id = btfNextId(0); id !== undefined; id = btfNextId(id)) {
    using fd = btfFromId(id);
    const { name, kernelBtf } = btfInfo(fd);
    if (kernelBtf && name === "vmlinux") return new RawBtf(btfBytes(fd));
  }
  throw new RangeError("no BTF of the kernel");
}

/** BTF of a module continues the kernel's own. */
function readBtf(id: number): { readonly btf: RawBtf; readonly module: string } {
  using fd = btfFromId(id);
  const { name, kernelBtf } = btfInfo(fd);
  const isModule = kernelBtf && name !== "vmlinux";
  const base = isModule ? readVmlinux() : undefined;
  return { btf: new RawBtf(btfBytes(fd), base), module: isModule ? `${name}:` : "" };
}

/** Undefined where the types may not be looked at, or have a form that nobody here knows. */
function findTarget({ type, attachBtfId, attachBtfObjectId }: ProgInfo): Target | undefined {
  if (attachBtfId === 0 || attachBtfObjectId === 0) return undefined;
  try {
    const { btf, module } = readBtf(attachBtfObjectId);
    const target = targetOf(btf, attachBtfId, type);
    return { ...target, name: module + target.name };
  } catch {
    return undefined;
  }
}

/**
 * Where a program can be attached, as far as the kernel tells: the type that it was loaded for, by numbers and by name
 * (Linux 5.18), and the attach type where only one is possible.
 */
export function attachFields(info: ProgInfo): Fields {
  const target = findTarget(info);
  const attachType = target?.attachType ?? onlyAttachType[info.type];
  return {
    attachType: attachType === undefined ? undefined : attachTypeName(attachType),
    attachTo: target?.name,
    attachBtfObjId: info.attachBtfObjectId || undefined,
    attachBtfId: info.attachBtfId || undefined,
  };
}
