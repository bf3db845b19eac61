import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import { littleEndian } from "../struct/byte-order.js";
import type { DecodedOf } from "../struct/decode.js";
import { PROG_INFO } from "./info-layout.js";

/** What the kernel tells about a program. What an older kernel does not tell is 0. */
export interface ProgInfo {
  type: number;
  id: number;
  /** SHA of the instructions, 8 bytes in hex. */
  tag: string;
  /** At most 15 bytes; "" for none. */
  name: string;
  /** Nanoseconds since boot. */
  loadTime: bigint;
  createdByUid: number;
  /** Maps that the program uses. */
  mapIds: number[];
  /** 0 for none. */
  btfId: number;
  /** In bytes. */
  jitedLength: number;
  /** In bytes, after the verifier. */
  xlatedLength: number;
  gplCompatible: boolean;
  ifindex: number;
  netnsDev: bigint;
  netnsIno: bigint;
  /** Counted only while kernel.bpf_stats_enabled is on. */
  runTimeNs: bigint;
  runCount: bigint;
  /** Linux 5.12. */
  recursionMisses: bigint;
  /** Linux 5.16. */
  verifiedInstructions: number;
  /** Linux 5.18. */
  attachBtfObjectId: number;
  attachBtfId: number;
}

/** How often a list that grew between two calls is asked for again, and the longest one believed. */
const attempts = 4;
const mostMaps = 65_536;

/**
 * Reads a program's properties (BPF_OBJ_GET_INFO_BY_FD).
 *
 * @throws TypeError if `fd` is no program's; {@link BpfError}.
 */
export function progInfo(fd: BpfFd): ProgInfo {
  requireKind(fd, "prog");
  const info = objectInfo(fd, PROG_INFO, {});
  return {
    type: info.type,
    id: info.id,
    tag: Buffer.from(info.tag).toString("hex"),
    name: info.name,
    loadTime: info.load_time,
    createdByUid: info.created_by_uid,
    mapIds: readMapIds(fd, info),
    btfId: info.btf_id,
    jitedLength: info.jited_prog_len,
    xlatedLength: info.xlated_prog_len,
    gplCompatible: (info.flags & gplCompatibleBit) !== 0,
    ifindex: info.ifindex,
    netnsDev: info.netns_dev,
    netnsIno: info.netns_ino,
    runTimeNs: info.run_time_ns,
    runCount: info.run_cnt,
    recursionMisses: info.recursion_misses,
    verifiedInstructions: info.verified_insns,
    attachBtfObjectId: info.attach_btf_obj_id,
    attachBtfId: info.attach_btf_id,
  };
}

/** `gpl_compatible` is the first bit field of its word: the lowest bit where the lowest byte comes first. */
const gplCompatibleBit = littleEndian ? 1 : 0x8000_0000;

/** A second call, since a program may be bound to further maps (BPF_PROG_BIND_MAP) meanwhile. */
function readMapIds(fd: BpfFd, first: DecodedOf<typeof PROG_INFO>): number[] {
  let count = first.nr_map_ids;
  for (let attempt = 1; count > 0; attempt++) {
    const room = Math.min(count, mostMaps);
    const bytes = new Uint8Array(room * 4);
    const { nr_map_ids: total } = objectInfo(fd, PROG_INFO, { nr_map_ids: room, map_ids: bytes });
    if (total <= room || attempt === attempts) {
      const view = new DataView(bytes.buffer);
      return Array.from({ length: Math.min(total, room) }, (_, index) =>
        view.getUint32(index * 4, littleEndian),
      );
    }
    count = total;
  }
  return [];
}
