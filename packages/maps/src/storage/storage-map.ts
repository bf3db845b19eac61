import { type BpfFd, elementError, type MapElements } from "@bpf/syscall";
import { codecOf } from "../codec/codec.js";
import {
  type LockOptions,
  lockFlags,
  type UpdateHow,
  type UpdateOptions,
  updateFlags,
} from "../keyed-map/update-flags.js";
import { KernelMap } from "../kinds/kernel-map.js";
import { fdOf } from "../open/source.js";
import { type StorageCommand, storageError } from "./storage-error.js";

const ENOENT = -2;
const descriptor = codecOf<number>({ kind: "integer", size: 4, signed: true });

/** What owns a value: its descriptor, or the number of one in this process. */
export type StorageOwner = BpfFd | number;

/**
 * Local storage: values that belong to kernel objects and go with them. What owns a value is named by a descriptor:
 * - sk_storage (Linux 5.2): a socket;
 * - inode_storage (5.10): any open file of the inode, where the bpf LSM is active;
 * - task_storage (5.11): a pidfd;
 * - cgrp_storage (6.2): the cgroup's directory.
 *
 * The kernel lists no owners to user space: there is nothing to iterate, count or clear. Errors of the kernel are
 * BpfErrors: EBADF (no open descriptor, or one of another kind of object), ENOTSOCK (one that is no socket's), EPERM
 * (frozen, or opened read-only or write-only).
 */
export class StorageMap<V = unknown> extends KernelMap {
  readonly kind = "storage";

  /** The value of `owner`; undefined if it has none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  get(owner: StorageOwner, options?: LockOptions): V | undefined {
    const { value, valueView } = this.opened();
    const found = this.#call("MAP_LOOKUP_ELEM", owner, lockFlags(options?.lock));
    return found ? (value.decode(valueView, 0) as V) : undefined;
  }

  /** Whether `owner` has a value. @throws BpfError EBADF, ENOTSOCK, EPERM */
  has(owner: StorageOwner): boolean {
    return this.#call("MAP_LOOKUP_ELEM", owner);
  }

  /** Sets the value of `owner`. @throws ValueError; BpfError: EBADF, ENOTSOCK, EEXIST ("create"), ENOENT ("update"), EPERM */
  set(owner: StorageOwner, value: V, options?: UpdateHow | UpdateOptions): this {
    const { value: codec, valueView } = this.opened();
    const flags = updateFlags(options);
    codec.encode(value, valueView, 0, "value");
    if (this.#call("MAP_UPDATE_ELEM", owner, flags)) return this;
    throw elementError(ENOENT, "MAP_UPDATE_ELEM");
  }

  /** Removes the value of `owner`; false if it had none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  delete(owner: StorageOwner): boolean {
    return this.#call("MAP_DELETE_ELEM", owner);
  }

  /** False for ENOENT. */
  #call(command: StorageCommand, owner: StorageOwner, flags = 0): boolean {
    const { elements, info, keyView } = this.opened();
    const fd = fdOf(owner);
    if (fd === undefined) descriptor.encode(owner as number, keyView, 0, "key");
    const result = fd === undefined ? byKey[command](elements, flags) : elements.ofFd(command, fd, flags);
    if (result < 0 && result !== ENOENT) throw storageError(info.type, result, command);
    return result === 0;
  }
}

/** The calls for the key in `elements.key`. */
const byKey: Readonly<Record<StorageCommand, (elements: MapElements, flags: number) => number>> = {
  MAP_LOOKUP_ELEM: (elements, flags) => elements.lookup(flags),
  MAP_UPDATE_ELEM: (elements, flags) => elements.update(flags),
  MAP_DELETE_ELEM: (elements) => elements.delete(),
};
