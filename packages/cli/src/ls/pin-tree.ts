import type { Pin } from "@bpf/pinning";
import { type ErrorReport, errorReport } from "../output/error-report.js";

/** One name on a bpffs, as `bpf ls --json` has it. */
export interface PinNode {
  /** Absolute. */
  readonly path: string;
  readonly kind: Pin["kind"];
  /** Last component of the path. */
  readonly name: string;
  /** The kernel's id of a map, program or link; null for the rest. */
  readonly id: number | null;
  /** bpftool's name of its type; null for the rest. */
  readonly type: string | number | null;
  /** What lies in a directory, by name; empty for the rest. */
  readonly children: readonly PinNode[];
  /** The kernel's name of a map or program. */
  readonly objectName?: string;
  /** Where a symlink points. */
  readonly target?: string;
  /** errno by name of what is unreadable. */
  readonly errno?: string;
  readonly error?: ErrorReport;
}

type OpenNode = PinNode & { readonly children: OpenNode[] };

function node(pin: Omit<Pin, "depth">): OpenNode {
  const { path, kind, name, id, type, objectName, target, errno, error } = pin;
  return {
    path,
    kind,
    name,
    id: id ?? null,
    type: type ?? null,
    children: [],
    ...(objectName === undefined ? {} : { objectName }),
    ...(target === undefined ? {} : { target }),
    ...(errno === undefined ? {} : { errno }),
    ...(error === undefined ? {} : { error: errorReport(error) }),
  };
}

/** Hangs what a walk found, depth first, below the directory at `path`. */
export function pinTree(path: string, pins: Iterable<Pin>): PinNode {
  const root = node({ path, kind: "dir", name: path.slice(path.lastIndexOf("/") + 1) });
  const open = [root];
  for (const pin of pins) {
    const added = node(pin);
    open.length = pin.depth; // closes the directories that the walk has left
    open[pin.depth - 1]!.children.push(added);
    open.push(added);
  }
  return root;
}
