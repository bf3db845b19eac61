import { mapTypeName } from "@bpf/elf";
import { type BpfFd, elementError, type MapInfo } from "@bpf/syscall";
import type { Layout } from "../layout/layout.js";
import { closeCore, closedError, type OpenedMap } from "../open/core.js";

/** What open maps of every kind have. After close() every call is a MapError ERR_MAP_CLOSED. */
export abstract class KernelMap implements Disposable {
  /** What it is built on, open or closed. */
  protected readonly parts: OpenedMap;
  #closed = false;

  constructor(map: OpenedMap) {
    this.parts = map;
  }

  /** What the kernel says of it, as it was when it was opened; none of it changes. */
  get info(): MapInfo {
    return this.parts.info;
  }

  /** The kernel's name of it: at most 15 bytes. */
  get name(): string {
    return this.parts.info.name;
  }

  /** bpftool's name of its type: "queue", "bloom_filter". */
  get typeName(): string {
    return String(mapTypeName(this.parts.info.type));
  }

  /** The path of its pin, where it was opened by one. */
  get path(): string | undefined {
    return this.parts.path;
  }

  /** Of a per-CPU map: of one CPU's value. */
  get valueLayout(): Layout {
    return this.parts.valueLayout;
  }

  /** The map's descriptor, which stays this object's. */
  get fd(): BpfFd {
    return this.opened().fd;
  }

  /** Makes it read-only for bpf(2), for ever (BPF_MAP_FREEZE, Linux 5.2). @throws BpfError EBUSY, EPERM, ENOTSUPP */
  freeze(): void {
    const result = this.opened().elements.freeze();
    if (result < 0) throw elementError(result, "MAP_FREEZE");
  }

  /** Closes its descriptors; the map itself lives on where it is pinned. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeCore(this.parts);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What it is built on. @throws MapError ERR_MAP_CLOSED */
  protected opened(): OpenedMap {
    if (!this.#closed) return this.parts;
    throw closedError(this.parts);
  }
}
