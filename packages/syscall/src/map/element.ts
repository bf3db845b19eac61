import { bpfError } from "../bpf/call.js";
import { valueError } from "../errors/argument-error.js";
import { byteLength, requireBytes } from "../errors/require-bytes.js";
import { BpfFd, numberOf } from "../fd/bpf-fd.js";
import type { ElementSizes } from "../fd/state.js";
import { UpdateFlag } from "../generated/index.js";
import { littleEndian } from "../struct/byte-order.js";
import { unsigned64 } from "../struct/encode.js";
import { elementCall } from "./element-call.js";
import { elementSizes } from "./sizes.js";

const ENOENT = 2;

/** Flags of {@link mapLookup}. */
export interface LookupOptions {
  /** BPF_F_LOCK, see UpdateFlag. */
  flags?: number | bigint | undefined;
  /** The value to ask a bloom filter for; it has no keys. */
  value?: Uint8Array | undefined;
}

/**
 * The value of `key`; undefined if there is none. Of a per-CPU map the values of all possible CPUs, each rounded up to
 * a multiple of 8 bytes. Of a queue or stack (with an empty key) the next value, which stays there.
 *
 * @throws RangeError (ERR_INVALID_ARG_VALUE) for a key of another length than the map's; {@link BpfError}: EPERM
 * (opened write-only), ENOTSUPP or EOPNOTSUPP (this map type).
 */
export function mapLookup(fd: BpfFd, key: Uint8Array, options: LookupOptions = {}): Uint8Array | undefined {
  // Options before lengths: their getters could change what the key holds.
  const flags = unsigned64("flags", options.flags ?? 0);
  const asked = options.value;
  const sizes = elementSizes(fd);
  const mapKey = keyOf(key, sizes);
  const value = new Uint8Array(sizes.value);
  if (asked !== undefined) value.set(ofLength("value", asked, sizes.value));
  const element = { key: mapKey, value, valueLength: sizes.value, flags };
  const result = elementCall("MAP_LOOKUP_ELEM", fd, sizes, element);
  if (result === -ENOENT) return undefined;
  if (result < 0) throw bpfError(result, "MAP_LOOKUP_ELEM");
  return forOneCpu(flags) ? value.slice(0, sizes.perCpuValue) : value;
}

/**
 * Sets the value of `key`; with `flags`, only if the key exists (UpdateFlag.EXIST) or does not (UpdateFlag.NOEXIST).
 * The value of an array of maps or programs is the BpfFd of one. Of a per-CPU map, values of all possible CPUs, as
 * {@link mapLookup} gives them; of one CPU with UpdateFlag.CPU or ALL_CPUS (Linux 6.19).
 *
 * @throws RangeError (ERR_INVALID_ARG_VALUE) for a wrong length; {@link BpfError}: EEXIST, ENOENT, E2BIG (full, or
 * past an array's end), EPERM (frozen, or opened read-only).
 */
export function mapUpdate(
  fd: BpfFd,
  key: Uint8Array,
  value: Uint8Array | BpfFd,
  options: { flags?: number | bigint | undefined } = {},
): void {
  const flags = unsigned64("flags", options.flags ?? 0);
  const sizes = elementSizes(fd);
  const mapKey = keyOf(key, sizes);
  const given = forOneCpu(flags) ? sizes.perCpuValue : sizes.value;
  const bytes = value instanceof BpfFd ? fdValue(value, sizes.value) : ofLength("value", value, given);
  // A kernel that does not know the flags reads the values of all CPUs before it refuses them.
  const padded = value instanceof BpfFd || given === sizes.value ? bytes : new Uint8Array(sizes.value);
  if (padded !== bytes) padded.set(bytes);
  const element = { key: mapKey, value: padded, valueLength: sizes.value, flags };
  const result = elementCall("MAP_UPDATE_ELEM", fd, sizes, element);
  if (result < 0) throw bpfError(result, "MAP_UPDATE_ELEM");
}

/**
 * Removes `key`; false if it was not there.
 *
 * @throws RangeError (ERR_INVALID_ARG_VALUE) for a wrong length; {@link BpfError}: EINVAL (elements of an array cannot be removed), EPERM.
 */
export function mapDelete(fd: BpfFd, key: Uint8Array): boolean {
  const sizes = elementSizes(fd);
  const result = elementCall("MAP_DELETE_ELEM", fd, sizes, { key: keyOf(key, sizes) });
  if (result === -ENOENT) return false;
  if (result < 0) throw bpfError(result, "MAP_DELETE_ELEM");
  return true;
}

/**
 * The key after `key`, or the first one; undefined at the end. If `key` was removed meanwhile, a hash starts again from its first key.
 *
 * @throws RangeError (ERR_INVALID_ARG_VALUE) for a wrong length; {@link BpfError}: EPERM (opened write-only).
 */
export function mapNextKey(fd: BpfFd, key?: Uint8Array): Uint8Array | undefined {
  const sizes = elementSizes(fd);
  const after = key === undefined ? undefined : keyOf(key, sizes);
  const next = new Uint8Array(sizes.key);
  const element = { key: after, value: next, valueLength: sizes.key };
  const result = elementCall("MAP_GET_NEXT_KEY", fd, sizes, element);
  if (result === -ENOENT) return undefined;
  if (result < 0) throw bpfError(result, "MAP_GET_NEXT_KEY");
  return next;
}

/** BPF_F_CPU (the CPU in the upper half of the flags) and BPF_F_ALL_CPUS: one value instead of one a CPU. */
function forOneCpu(flags: bigint): boolean {
  return (flags & BigInt(UpdateFlag.CPU | UpdateFlag.ALL_CPUS)) !== 0n;
}

/** The key as bpf(2) takes it: maps without keys take no pointer. */
function keyOf(key: Uint8Array, sizes: ElementSizes): Uint8Array | undefined {
  ofLength("key", key, sizes.key);
  return sizes.key === 0 ? undefined : key;
}

function ofLength(name: string, bytes: Uint8Array, length: number): Uint8Array {
  requireBytes(name, bytes);
  const given = byteLength(bytes);
  if (given !== length) throw valueError(`${name} has ${given} bytes, this map's has ${length}`);
  return bytes;
}

/** Maps whose values are descriptors read them as u32; a socket array may have room for a u64. */
function fdValue(value: BpfFd, size: number): Uint8Array {
  if (size !== 4 && size !== 8)
    throw valueError(`this map's values have ${size} bytes; they are not descriptors`);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const number = numberOf(value);
  if (size === 4) view.setUint32(0, number, littleEndian);
  else view.setBigUint64(0, BigInt(number), littleEndian);
  return bytes;
}
