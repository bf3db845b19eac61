import { attachTypeName, programTypeName } from "@bpf/elf";
import { type LinkInfo, LinkType } from "@bpf/syscall";
import type { Fields } from "./fields.js";
import { linkTypeName } from "./link-type-name.js";

/** What bpftool calls the name that a link of this type has. */
function nameKey(type: number): "tpName" | "targetName" | "name" {
  if (type === LinkType.RAW_TRACEPOINT) return "tpName";
  return type === LinkType.ITER ? "targetName" : "name";
}

/**
 * A link as `bpftool -j link show` has it, in camelCase; what only newer kernels and newer bpftools know is there as
 * well. `path` is the pin's, so the file of a uprobe link is its `name`.
 * @param progType type of the link's program; undefined where it may not be looked at
 */
export function linkFields(info: LinkInfo, progType: number | undefined): Fields {
  const { id, type, progId, name, attachType, targetObjectId, targetBtfId, netfilter, event, ...rest } = info;
  return {
    id,
    type: linkTypeName(type),
    progId,
    progType: progType === undefined ? undefined : programTypeName(progType),
    attachType: attachType === undefined ? undefined : attachTypeName(attachType),
    [nameKey(type)]: name,
    targetObjId: targetObjectId,
    targetBtfId,
    ...rest,
    ...netfilter,
    eventType: event?.type,
    eventConfig: event?.config,
  };
}
