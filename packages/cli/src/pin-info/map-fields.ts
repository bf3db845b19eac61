import { mapTypeName, programTypeName } from "@bpf/elf";
import type { MapInfo } from "@bpf/syscall";
import { type FdInfo, fdInfoNumber } from "./fdinfo.js";
import type { Fields } from "./fields.js";

/**
 * A map as `bpftool -j map show` has it, in camelCase: what bpftool leaves out when it is 0 is left out here too.
 * `mapExtra` (Linux 5.16), which bpftool does not show, is there as well.
 */
export function mapFields(info: MapInfo, fdInfo: FdInfo): Fields {
  const ownerType = fdInfoNumber(fdInfo, "owner_prog_type");
  const ownerJited = fdInfoNumber(fdInfo, "owner_jited");
  return {
    id: info.id,
    type: mapTypeName(info.type),
    name: info.name,
    flags: info.flags,
    ifindex: info.ifindex || undefined,
    bytesKey: info.keySize,
    bytesValue: info.valueSize,
    maxEntries: info.maxEntries,
    mapExtra: info.mapExtra,
    bytesMemlock: fdInfoNumber(fdInfo, "memlock"),
    ownerProgType: ownerType === undefined ? undefined : programTypeName(ownerType),
    ownerJited: ownerType === undefined || ownerJited === undefined ? undefined : ownerJited !== 0,
    frozen: fdInfoNumber(fdInfo, "frozen") ?? 0,
    btfId: info.btfId || undefined,
  };
}
