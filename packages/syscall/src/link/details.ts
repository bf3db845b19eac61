import { LinkType } from "../generated/index.js";
import type { DecodedOf } from "../struct/decode.js";
import type { LINK_INFO } from "./info-layout.js";

/** enum bpf_perf_event_type. Linux 6.6. */
export const PerfEventType = {
  UNSPEC: 0,
  UPROBE: 1,
  URETPROBE: 2,
  KPROBE: 3,
  KRETPROBE: 4,
  TRACEPOINT: 5,
  EVENT: 6,
} as const;

/** What only some types of links have. */
export interface LinkDetails {
  /** tracing, cgroup, netns, tcx, netkit, sockmap. See AttachType. */
  attachType?: number;
  /** tracing: id of the program extended, or of the BTF object; and the type in it. Linux 5.13. */
  targetObjectId?: number;
  targetBtfId?: number;
  /** raw tracepoint, tracing, perf event. */
  cookie?: bigint;
  /** cgroup. */
  cgroupId?: bigint;
  /** netns: inode number of the network namespace. */
  netnsIno?: number;
  /** xdp, tcx, netkit; 0 once the device is gone. */
  ifindex?: number;
  /** struct_ops, sockmap, and iterators over a map. */
  mapId?: number;
  /** netfilter: protocol family, hook, priority. Linux 6.4. */
  netfilter?: { protocolFamily: number; hook: number; priority: number; flags: number };
  /** kprobe multi, uprobe multi: how many functions, and flags. Linux 6.6. */
  count?: number;
  flags?: number;
  /** kprobe, kprobe multi: how often the program could not run. */
  missed?: bigint;
  /** uprobe multi; 0 for all processes. */
  pid?: number;
  /** perf event: see {@link PerfEventType}. Linux 6.6. */
  perfEventType?: number;
  /** kprobe, uprobe: from the start of the function, or file. */
  offset?: number;
  /** kprobe: of the function; 0 without permission to see it. */
  address?: bigint;
  /** perf event of other kinds: perf_event_attr's config and type. */
  event?: { type: number; config: bigint };
}

type Info = DecodedOf<typeof LINK_INFO>;

const byType: Readonly<Record<number, (info: Info) => LinkDetails>> = {
  [LinkType.RAW_TRACEPOINT]: (info) => ({ cookie: info["raw_tracepoint.cookie"] }),
  [LinkType.TRACING]: (info) => ({
    attachType: info["tracing.attach_type"],
    targetObjectId: info["tracing.target_obj_id"],
    targetBtfId: info["tracing.target_btf_id"],
    cookie: info["tracing.cookie"],
  }),
  [LinkType.CGROUP]: (info) => ({
    cgroupId: info["cgroup.cgroup_id"],
    attachType: info["cgroup.attach_type"],
  }),
  [LinkType.ITER]: (info) => (info["iter.map.map_id"] === 0 ? {} : { mapId: info["iter.map.map_id"] }),
  [LinkType.NETNS]: (info) => ({
    netnsIno: info["netns.netns_ino"],
    attachType: info["netns.attach_type"],
  }),
  [LinkType.XDP]: (info) => ({ ifindex: info["xdp.ifindex"] }),
  [LinkType.STRUCT_OPS]: (info) => ({ mapId: info["struct_ops.map_id"] }),
  [LinkType.NETFILTER]: (info) => ({
    netfilter: {
      protocolFamily: info["netfilter.pf"],
      hook: info["netfilter.hooknum"],
      priority: info["netfilter.priority"],
      flags: info["netfilter.flags"],
    },
  }),
  [LinkType.KPROBE_MULTI]: (info) => ({
    count: info["kprobe_multi.count"],
    flags: info["kprobe_multi.flags"],
    missed: info["kprobe_multi.missed"],
  }),
  [LinkType.UPROBE_MULTI]: (info) => ({
    count: info["uprobe_multi.count"],
    flags: info["uprobe_multi.flags"],
    pid: info["uprobe_multi.pid"],
  }),
  [LinkType.PERF_EVENT]: perfEvent,
  [LinkType.TCX]: (info) => ({ ifindex: info["tcx.ifindex"], attachType: info["tcx.attach_type"] }),
  [LinkType.NETKIT]: (info) => ({ ifindex: info["netkit.ifindex"], attachType: info["netkit.attach_type"] }),
  [LinkType.SOCKMAP]: (info) => ({ mapId: info["sockmap.map_id"], attachType: info["sockmap.attach_type"] }),
};

/** The fields of the union's member that this type of link has; none for a type newer than this package. */
export function linkDetails(info: Info): LinkDetails {
  return byType[info.type]?.(info) ?? {};
}

function perfEvent(info: Info): LinkDetails {
  const perfEventType = info["perf_event.type"];
  switch (perfEventType) {
    case PerfEventType.UPROBE:
    case PerfEventType.URETPROBE:
      return {
        perfEventType,
        offset: info["perf_event.uprobe.offset"],
        cookie: info["perf_event.uprobe.cookie"],
      };
    case PerfEventType.KPROBE:
    case PerfEventType.KRETPROBE:
      return {
        perfEventType,
        offset: info["perf_event.kprobe.offset"],
        address: info["perf_event.kprobe.addr"],
        missed: info["perf_event.kprobe.missed"],
        cookie: info["perf_event.kprobe.cookie"],
      };
    case PerfEventType.TRACEPOINT:
      return { perfEventType, cookie: info["perf_event.tracepoint.cookie"] };
    case PerfEventType.EVENT:
      return {
        perfEventType,
        event: { type: info["perf_event.event.type"], config: info["perf_event.event.config"] },
        cookie: info["perf_event.event.cookie"],
      };
    default:
      return { perfEventType };
  }
}
