import type { BpfFd } from "../fd/bpf-fd.js";
import { LinkType } from "../generated/index.js";
import { tryObjectInfo } from "../object/info.js";
import { type DecodedOf, textUpToNul } from "../struct/decode.js";
import { PerfEventType } from "./details.js";
import { LINK_INFO } from "./info-layout.js";

type Info = DecodedOf<typeof LINK_INFO>;
type NameField = Extract<keyof Info, `${string}name` | "uprobe_multi.path">;

/** A path is the longest name (PATH_MAX); a longer one comes cut, with ENOSPC. */
const room = 4096;

/** The name of what a link is attached to, which needs a second call with a buffer; undefined if it has none. */
export function linkName(fd: BpfFd, info: Info): string | undefined {
  const field = nameField(info);
  if (field === undefined) return undefined;
  const name = new Uint8Array(room);
  tryObjectInfo(fd, LINK_INFO, { [field]: name });
  const text = textUpToNul(name);
  return text === "" ? undefined : text;
}

function nameField(info: Info): NameField | undefined {
  switch (info.type) {
    case LinkType.RAW_TRACEPOINT:
      return "raw_tracepoint.tp_name";
    case LinkType.ITER:
      return "iter.target_name";
    case LinkType.UPROBE_MULTI:
      return "uprobe_multi.path";
    case LinkType.PERF_EVENT:
      return perfEventField(info["perf_event.type"]);
    default:
      return undefined;
  }
}

function perfEventField(type: number): NameField | undefined {
  switch (type) {
    case PerfEventType.UPROBE:
    case PerfEventType.URETPROBE:
      return "perf_event.uprobe.file_name";
    case PerfEventType.KPROBE:
    case PerfEventType.KRETPROBE:
      return "perf_event.kprobe.func_name";
    case PerfEventType.TRACEPOINT:
      return "perf_event.tracepoint.tp_name";
    default:
      return undefined;
  }
}
