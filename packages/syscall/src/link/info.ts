import type { BpfFd } from "../fd/bpf-fd.js";
import { requireKind } from "../fd/kind.js";
import { objectInfo } from "../object/info.js";
import { type LinkDetails, linkDetails } from "./details.js";
import { LINK_INFO } from "./info-layout.js";
import { linkName } from "./name.js";

/** What the kernel tells about a link; the optional fields depend on `type` and on the kernel's version. */
export interface LinkInfo extends LinkDetails {
  /** See LinkType. */
  type: number;
  id: number;
  /** 0 for none (struct_ops). */
  progId: number;
  /**
   * Of a raw tracepoint or perf event: the tracepoint, function or file probed; of an iterator: its target; of a
   * uprobe-multi link: the path of the file. Linux 6.6 for perf events.
   */
  name?: string;
}

/**
 * Reads a link's properties (BPF_OBJ_GET_INFO_BY_FD). Linux 5.8.
 *
 * @throws TypeError if `fd` is no link's; {@link BpfError}.
 */
export function linkInfo(fd: BpfFd): LinkInfo {
  requireKind(fd, "link");
  const info = objectInfo(fd, LINK_INFO, {});
  const name = linkName(fd, info);
  return {
    type: info.type,
    id: info.id,
    progId: info.prog_id,
    ...(name === undefined ? {} : { name }),
    ...linkDetails(info),
  };
}
