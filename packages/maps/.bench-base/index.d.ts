import { Btf, MapSpec, ObjectSpec } from "@bpf/elf";
import { Access, BpfFd, MapElements, MapInfo, RingBatch, RingOptions, RingReader } from "@bpf/syscall";

/** An integer of 1, 2 or 4 bytes is a number in JavaScript, one of 8 or 16 bytes a bigint. */
interface IntegerLayout {
  readonly kind: "integer";
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8 | 16;
  readonly signed: boolean;
}
/** `_Bool`: any byte but 0 is true; true is written as 1. */
interface BoolLayout {
  readonly kind: "bool";
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8;
}
/** A single `char`: a string of one character, "" for 0. */
interface CharLayout {
  readonly kind: "char";
}
interface FloatLayout {
  readonly kind: "float";
  /** Bytes. */
  readonly size: 4 | 8;
}
interface EnumValue {
  readonly name: string;
  /** A bigint where the enum has 8 bytes, else a number; read as signed or unsigned as the enum is. */
  readonly value: number | bigint;
}
/** Read by name; values without a name are numbers (bigints where it has 8 bytes). Both are accepted. */
interface EnumLayout {
  readonly kind: "enum";
  readonly name: string;
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  readonly values: readonly EnumValue[];
}
/**
 * `char[size]`: the text before the first NUL. Bytes that are no UTF-8 become U+DC80 to U+DCFF each, and
 * back.
 */
interface StringLayout {
  readonly kind: "string";
  /** Bytes. */
  readonly size: number;
}
/** Arrays of arrays nest. */
interface ArrayLayout {
  readonly kind: "array";
  readonly element: Layout;
  /** Elements; 0 for a flexible array, which is outside what its struct's size counts. */
  readonly length: number;
}
interface BitRange {
  /** Bits from the first bit of the struct, counted as the byte order does: as BTF has it. */
  readonly offset: number;
  /** Bits: 1 to those of the declared type. */
  readonly size: number;
}
interface LayoutField {
  /** "" for an anonymous struct or union, whose fields are then fields of the outer one. */
  readonly name: string;
  /** Bytes from the start of the struct; of a bit field: the byte that its first bit is in. */
  readonly offset: number;
  /** The declared type; of a bit field: an integer, a bool or an enum, which says how the bits are read. */
  readonly layout: Layout;
  /** Of a bit field only. */
  readonly bits?: BitRange;
  /**
   * The kernel's own (bpf_spin_lock, bpf_timer …): left out of what is read, optional and ignored in what is
   * given.
   */
  readonly kernelOwned?: true;
}
interface AggregateLayout<Kind extends "struct" | "union"> {
  readonly kind: Kind;
  /** The tag, else the name of the typedef that named it, else "". */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly fields: readonly LayoutField[];
}
/** An object with the fields as its properties. */
interface StructLayout extends AggregateLayout<"struct"> {}
/** Read as an object with all members; to write it, one member or several that agree are given. */
interface UnionLayout extends AggregateLayout<"union"> {}
/** An address, as a bigint. */
interface PointerLayout {
  readonly kind: "pointer";
  readonly size: 8;
}
/** No type known: a Uint8Array, in JSON "hex:…". */
interface BytesLayout {
  readonly kind: "bytes";
  /** Bytes. */
  readonly size: number;
}
/**
 * How bytes of a key or value are read and written: pure data, whether from BTF or from a description in
 * TypeScript.
 */
type Layout =
  | IntegerLayout
  | BoolLayout
  | CharLayout
  | FloatLayout
  | EnumLayout
  | StringLayout
  | ArrayLayout
  | StructLayout
  | UnionLayout
  | PointerLayout
  | BytesLayout;
/** Bytes that a value of the layout takes. */
declare function sizeOfLayout(layout: Layout): number;

/**
 * A buffer as codecs want it. Made once for each buffer: making a DataView costs more than reading a value.
 */
interface ByteView {
  readonly u8: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
}
/** Both views of the same memory; nothing is copied. */
declare function byteView(bytes: Uint8Array): ByteView;

/** Only in types: never a property. */
declare const valueType: unique symbol;
/** A layout whose values TypeScript knows. A layout of which nothing is known is one too, for any `T`. */
type Typed<T, L extends Layout = Layout> = L & {
  readonly [valueType]?: T;
};
/** The type of a described layout's values: `ValueOf<typeof flow>`. */
type ValueOf<L> = L extends {
  readonly [valueType]?: infer T;
}
  ? T
  : unknown;

/** What JSON can say. */
type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | {
      readonly [name: string]: JsonValue;
    };

/**
 * Reads and writes values of one layout, in the byte order of this machine. Positions are bytes into the
 * buffer; the caller sees to it that `at + size` is inside.
 */
interface Codec<T = unknown> {
  readonly layout: Layout;
  /** Bytes. */
  readonly size: number;
  /** Allocates nothing but what it returns, which shares no memory with the buffer. */
  decode(from: ByteView, at: number): T;
  /**
   * Writes `size` bytes, padding as 0. A value that fails leaves them partly written.
   * @param path what errors call the value: `key`, `value`
   * @throws ValueError with the whole path: `value.stats.packets`
   */
  encode(value: T, to: ByteView, at: number, path: string): void;
  /**
   * 64 bits and more as decimal strings, bytes as "hex:…", NaN, infinities and -0 as strings. Text that is
   * the whole value and begins with "hex:" is "hex:…" of its bytes, so that no text is taken for bytes.
   */
  toJson(from: ByteView, at: number): JsonValue;
  /**
   * Takes what {@link toJson} gives; also numbers for 64 bits where they are exact, decimal strings for any
   * integer, and "hex:…" for any whole value.
   * @throws ValueError as {@link encode}
   */
  fromJson(json: unknown, to: ByteView, at: number, path: string): void;
  /** `JSON.stringify(toJson(from, at))`, made without the objects. */
  jsonText(from: ByteView, at: number): string;
  /** The most bytes that {@link writeJson} writes; there where that is. */
  readonly jsonLimit?: number;
  /**
   * Writes {@link jsonText} in UTF-8 from `position` on and returns where it ends. The caller sees to it that
   * there is room for `jsonLimit` bytes; {@link JsonBytes} does.
   */
  writeJson?(from: ByteView, at: number, to: Uint8Array, position: number): number;
}

/**
 * JSON from which `fromJson` makes the same bytes again: what `toJson` gives where that does (there is
 * nothing in the padding, behind a text's NUL …), else "hex:…" of the whole.
 */
declare function exactJson(codec: Codec, from: ByteView, at: number): JsonValue;
/** `JSON.stringify(exactJson(codec, from, at))`, made without the objects. */
declare function exactJsonText(codec: Codec, from: ByteView, at: number): string;

/** JSON text in UTF-8 that grows value by value: for output of many, no strings are made. */
declare class JsonBytes {
  #private;
  constructor(size?: number);
  /** Bytes written so far. */
  get length(): number;
  /** The bytes written so far, until the next append: not a copy. */
  get bytes(): Uint8Array;
  clear(): void;
  /** What is JSON already. */
  appendText(text: string): void;
  /** `codec.jsonText(from, at)`. */
  append(codec: Codec, from: ByteView, at: number): void;
  /** `exactJsonText(codec, from, at)`. */
  appendExact(codec: Codec, from: ByteView, at: number): void;
}

/**
 * The codec of a layout, made once for each layout object. Its code is made from the layout; where code may
 * not be made from strings (`--disallow-code-generation-from-strings`) it does the same, slower.
 * @throws LayoutError for a layout that contradicts itself, or has too many fields or values.
 */
declare function codecOf<T = unknown>(layout: Typed<T>): Codec<T>;

/** Stable codes of {@link MapError}. */
type MapErrorCode =
  /** The map is of a kind that this class or method is not for. */
  | "ERR_MAP_KIND"
  /** The map was closed. */
  | "ERR_MAP_CLOSED"
  /** A layout whose size is not that of the map's keys or values. */
  | "ERR_MAP_TYPES"
  /** A live view of memory that may only be read. */
  | "ERR_MAP_READ_ONLY"
  /** A walk that a busy writer sent back to the start too often. */
  | "ERR_MAP_CHANGING"
  /** Another call is using the map's buffers: an asynchronous one that has not ended. */
  | "ERR_MAP_BUSY";
/** A map that cannot do what was asked of it. Failures of bpf(2) itself are BpfErrors of `@bpf/syscall`. */
declare class MapError extends Error {
  readonly name = "MapError";
  readonly code: MapErrorCode;
  /** The map's name, where it has one. */
  readonly map?: string;
  /** The pin's path, where it was opened by one. */
  readonly path?: string;
  constructor(
    code: MapErrorCode,
    message: string,
    {
      map,
      path,
    }?: {
      map?: string | undefined;
      path?: string | undefined;
    },
    options?: ErrorOptions,
  );
  /** True for a MapError of any copy of this package. */
  static is(value: unknown): value is MapError;
}
/** A key or value that its layout cannot hold. */
declare class ValueError extends Error {
  readonly name = "ValueError";
  readonly code = "ERR_MAP_VALUE";
  /** Where in the key or value: `value.stats.packets`, `key[3]`. */
  readonly path: string;
  /** What is wrong there: `expected an integer from 0 to 255, not 256`. */
  readonly reason: string;
  constructor(path: string, reason: string);
  /** True for a ValueError of any copy of this package. */
  static is(value: unknown): value is ValueError;
}
/** A type that no layout can be made of: without a size, endless, or larger than any map's value. */
declare class LayoutError extends Error {
  readonly name = "LayoutError";
  readonly code = "ERR_VALUE_LAYOUT";
  /** Where in the type: `struct flow.stats[0]`. */
  readonly path: string;
  constructor(path: string, reason: string, options?: ErrorOptions);
  /** True for a LayoutError of any copy of this package. */
  static is(value: unknown): value is LayoutError;
}

/** How a map is opened, and how its bytes are read. */
interface OpenMapOptions {
  /** How the pin is opened; default "rw". A descriptor that is given keeps the access that it has. */
  access?: Access | undefined;
  /** The layout of keys, over what BTF says. Its size has to be the map's. */
  key?: Layout | undefined;
  /** The layout of values, over what BTF says. Of a per-CPU map: of one CPU's value. */
  value?: Layout | undefined;
  /**
   * The map's definition, whose type ids are `btf`'s: for maps that the kernel keeps no types of (queues, device maps).
   * A PinnedMap of `@bpf/pinning` brings its own.
   */
  spec?: MapSpec | undefined;
  /** The object's types: `object.btf`. */
  btf?: Btf | undefined;
  /** Keys and values are bytes (Uint8Array), copies of their own. */
  raw?: boolean | undefined;
  /**
   * Keys and values are what JSON can say, both ways: 64 bits as decimal strings, bytes as "hex:…"; see
   * {@link Codec.toJson} and {@link Codec.fromJson}.
   */
  json?: boolean | undefined;
}

/** What has a map's descriptor: a PinnedMap of `@bpf/pinning`, or any map of this package. */
interface MapHolder {
  readonly fd: BpfFd;
  readonly spec?: MapSpec | undefined;
  readonly path?: string | undefined;
}
/** Where a map comes from: the path of its pin, its descriptor, or what holds one. */
type MapSource = string | BpfFd | MapHolder;

/** What every class of this package is built on: one open map, with codecs for its keys and values. */
interface OpenedMap {
  /** Of our own. */
  readonly fd: BpfFd;
  readonly elements: MapElements;
  readonly info: MapInfo;
  /** The path of its pin, where it was opened by one. */
  readonly path: string | undefined;
  /** Of what bpf(2) takes as a key and a value: of a per-CPU map all CPUs' values. */
  readonly key: Codec;
  readonly value: Codec;
  /**
   * Of maps whose values are kernel objects (programs, maps, sockets): sets `value` for the key in `elements.key`;
   * 0 or -errno. Other maps take encoded values.
   */
  readonly updateValue: ((value: unknown, flags: number) => number) | undefined;
  /** `elements.key` and `elements.value`. */
  readonly keyView: ByteView;
  readonly valueView: ByteView;
  /** Of a key and of one CPU's value. */
  readonly keyLayout: Layout;
  readonly valueLayout: Layout;
}

/** What open maps of every kind have. After close() every call is a MapError ERR_MAP_CLOSED. */
declare abstract class KernelMap implements Disposable {
  #private;
  /** What it is built on, open or closed. */
  protected readonly parts: OpenedMap;
  constructor(map: OpenedMap);
  /** What the kernel says of it, as it was when it was opened; none of it changes. */
  get info(): MapInfo;
  /** The kernel's name of it: at most 15 bytes. */
  get name(): string;
  /** bpftool's name of its type: "queue", "bloom_filter". */
  get typeName(): string;
  /** The path of its pin, where it was opened by one. */
  get path(): string | undefined;
  /** Of a per-CPU map: of one CPU's value. */
  get valueLayout(): Layout;
  /** The map's descriptor, which stays this object's. */
  get fd(): BpfFd;
  /** Makes it read-only for bpf(2), for ever (BPF_MAP_FREEZE, Linux 5.2). @throws BpfError EBUSY, EPERM, ENOTSUPP */
  freeze(): void;
  /** Closes its descriptors; the map itself lives on where it is pinned. */
  close(): void;
  [Symbol.dispose](): void;
  /** What it is built on. @throws MapError ERR_MAP_CLOSED */
  protected opened(): OpenedMap;
}

/**
 * A set that values are only added to, and that now and then takes a value for a member that is none. Linux 5.16.
 * Nothing can be read back, counted or removed. Errors of the kernel are BpfErrors: EPERM (frozen, or opened read-only or
 * write-only).
 */
declare class BloomFilter<V = unknown> extends KernelMap {
  readonly kind = "bloom";
  /** Hash functions of it: 1 to 15. */
  get hashes(): number;
  /** Adds a value, whether it is there or not. More than max entries make wrong answers likelier. @throws ValueError; BpfError EPERM */
  add(value: V): this;
  /** Adds values; their number. @throws as {@link add}, with `done`: those that were added before */
  addAll(values: Iterable<V>): number;
  /** False: the value was certainly never added. True: it was, or is taken for one that was. @throws ValueError; BpfError EPERM */
  has(value: V): boolean;
}

/** Options for maps without keys, or whose keys are descriptors. */
type KeylessOptions = Omit<OpenMapOptions, "key">;

/**
 * Opens a bloom filter. Values are what the map's BTF says, else bytes (Uint8Array).
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
declare function openBloomFilter<V = unknown>(source: MapSource, options?: KeylessOptions): BloomFilter<V>;

/** Elements as bytes, one after the other: element `i` begins at `i` times the size of its codec. */
interface EntryBatch {
  readonly count: number;
  /** Valid until the next batch. */
  readonly keys: ByteView;
  readonly values: ByteView;
}

/** Of whole-map work in its promise form. */
interface BulkOptions {
  /** Stops before the next batch: the promise is rejected with the signal's reason. What is done stays done. */
  signal?: AbortSignal | undefined;
  /** Called after each batch. */
  onProgress?: ((progress: { readonly done: number }) => void) | undefined;
}

/** Options of {@link generateTypes}. */
interface TypesOptions {
  /** What the module was made from, for its first comment: a file's name. */
  source?: string | undefined;
  /**
   * Where maps are pinned, by name; undefined: nowhere. Default: those that are pinned by name in `/sys/fs/bpf`, others
   * nowhere.
   */
  paths?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Types of values, by map: a ring buffer's records, or values of a map without types. A C type's name: `struct event`,
   * `event`.
   */
  values?: Readonly<Record<string, string>> | undefined;
}

/** A pinned map to make types of. */
interface PinnedMapSource {
  /** Stays the caller's. */
  readonly fd: BpfFd;
  /** The pin's path: what the map is opened from by default, and called after. */
  readonly path?: string | undefined;
}

/** What types are made of: all maps of an object, or maps by their pins alone. */
type TypesInput =
  | {
      readonly object: ObjectSpec;
    }
  | {
      readonly pins: readonly PinnedMapSource[];
    };
/**
 * Writes a TypeScript module: an interface for each struct and union that maps and variables use, a type for each
 * enum, and for each map a function that opens it, typed by them. It imports `@bpf/maps`, compiles under
 * `strict`, and is the same text for the same input. Names that are no identifiers are made some (`flow-key`:
 * `FlowKey`), names that are taken get a number.
 *
 * A function opens the map's pin where that is known (see {@link TypesOptions.paths}), else the path that it is given.
 * Layouts of maps whose types the kernel does not keep (queues, device maps, ring buffers) are part of the module;
 * of other maps they are read from the kernel when the map is opened.
 *
 * @throws MapError ERR_MAP_TYPES for a map or type in `values` that there is not; ParseError for malformed BTF; of pins: BpfError
 */
declare function generateTypes(input: TypesInput, options?: TypesOptions): string;

/** `any`: create or replace. `create`: only where there is none (EEXIST). `update`: only where there is one (ENOENT). */
type UpdateHow = "any" | "create" | "update";
interface LockOptions {
  /** Under the value's bpf_spin_lock (BPF_F_LOCK, Linux 5.1), so that no half-written value is read or left. */
  lock?: boolean | undefined;
}
interface UpdateOptions extends LockOptions {
  /** Default "any". */
  how?: UpdateHow | undefined;
}

/** Kernel-kept descriptors as values: maps of maps, program arrays and the like take a BpfFd, or what holds one. */
type FdValue = BpfFd | MapHolder;
/**
 * A map with keys, as typed values. Every call is one bpf(2) call, or one a batch; nothing is cached. Errors of the
 * kernel are BpfErrors: EPERM for a frozen map or one opened read-only or write-only, E2BIG for a full one or an index past the
 * end of an array. After close() every call is a MapError ERR_MAP_CLOSED.
 */
declare class TypedMap<K = unknown, V = unknown> extends KernelMap implements Iterable<[K, V]> {
  readonly kind = "keyed";
  get keyLayout(): Layout;
  /** How keys are read and written. */
  get keyCodec(): Codec<K>;
  /** How values are read and written, those of all CPUs together in a per-CPU map. */
  get valueCodec(): Codec<V>;
  /** The value of `key`; undefined if there is none. @throws ValueError, BpfError */
  get(key: K, options?: LockOptions): V | undefined;
  /** Whether there is a value of `key`. @throws ValueError, BpfError */
  has(key: K): boolean;
  /**
   * Sets the value of `key`.
   * @throws ValueError; BpfError: EEXIST ("create"), ENOENT ("update"), E2BIG, EPERM
   */
  set(key: K, value: V | FdValue, options?: UpdateHow | UpdateOptions): this;
  /** Removes `key`; false if it was not there. @throws ValueError; BpfError EINVAL for an array */
  delete(key: K): boolean;
  /**
   * Removes `key` and gives back its value, in one step that nobody can come between; undefined if there is none.
   * Hashes: Linux 5.14.
   * @throws ValueError, BpfError
   */
  take(key: K, options?: LockOptions): V | undefined;
  /**
   * All elements, many fetched at a time. An element that is there all the time is met: once where the kernel has
   * batches for this type of map (Linux 5.6), at least once elsewhere, where an element that is deleted under the iterator
   * sends it back to the start. Elements that come or go meanwhile may be met or not.
   * @throws BpfError; MapError ERR_MAP_CHANGING
   */
  entries(): IterableIterator<[K, V]>;
  [Symbol.iterator](): IterableIterator<[K, V]>;
  /** As {@link entries}. */
  keys(): IterableIterator<K>;
  /** As {@link entries}. */
  values(): IterableIterator<V>;
  /** As {@link entries}, and faster. */
  forEach(visit: (value: V, key: K, map: this) => void): void;
  /** As {@link entries}, undecoded: for {@link keyCodec} and {@link valueCodec}. */
  batches(): IterableIterator<EntryBatch>;
  /** {@link batches}, fetched on another thread: the next one while the caller works on the last. */
  batchesAsync(options?: BulkOptions): AsyncIterableIterator<EntryBatch>;
  /** Sets many elements; their number. @throws as {@link set}, with `done`: the elements that were set before */
  setAll(entries: Iterable<readonly [K, V]>, options?: UpdateHow | UpdateOptions): number;
  /** Removes many keys; how many were there. @throws as {@link delete}, with `done` */
  deleteAll(keys: Iterable<K>): number;
  /** Removes all elements; their number. Of an array, whose elements stay, sets all to zeros. @throws BpfError with `done` */
  clear(): number;
  /** How many elements there are. Counts them, so takes as long as fetching all. @throws BpfError */
  count(): number;
  /** {@link entries}, fetched on another thread. */
  entriesAsync(options?: BulkOptions): AsyncIterableIterator<[K, V]>;
  /** {@link setAll} on another thread. */
  setAllAsync(
    entries: Iterable<readonly [K, V]>,
    { how, lock, ...options }?: UpdateOptions & BulkOptions,
  ): Promise<number>;
  /** {@link deleteAll} on another thread. */
  deleteAllAsync(keys: Iterable<K>, options?: BulkOptions): Promise<number>;
  /** {@link clear} on another thread. */
  clearAsync(options?: BulkOptions): Promise<number>;
  /** {@link count} on another thread. */
  countAsync(options?: BulkOptions): Promise<number>;
}

/** Options of {@link openMap}. */
interface TypedMapOptions extends OpenMapOptions {
  /**
   * Of a per-CPU map: one value, each number in it the sum over all possible CPUs, in place of an array of values.
   * Such a map can be read only.
   */
  sum?: boolean | undefined;
}
/**
 * Opens a map that has keys: hashes, arrays, LRU, per-CPU and LPM maps, program arrays, device and socket maps, local storage. Keys
 * and values are typed by the BTF that the kernel keeps with the map, by a definition (`spec` and `btf`), or by layouts.
 *
 * @throws BpfError: ENOENT, EACCES, EPERM …; MapError ERR_MAP_KIND, ERR_MAP_TYPES; LayoutError; ParseError
 */
declare function openMap<K = unknown, V = unknown>(
  source: MapSource,
  options?: TypedMapOptions,
): TypedMap<K, V>;

/**
 * An array or hash of maps: each value is a map, all alike in type, sizes and flags. The kernel takes descriptors and
 * gives ids, by which maps are opened (CAP_SYS_ADMIN). Errors of the kernel are BpfErrors: EPERM (frozen, or opened
 * read-only or write-only), E2BIG (full, or an index past the end).
 */
declare class MapOfMaps<K = unknown, IK = unknown, IV = unknown>
  extends KernelMap
  implements Iterable<[K, number]>
{
  #private;
  readonly kind = "map-of-maps";
  /** Made by {@link openMapOfMaps}. */
  constructor(map: OpenedMap, inner: TypedMapOptions);
  get keyLayout(): Layout;
  /**
   * The map of `key`, opened; the caller closes it. Undefined if there is none. It stays that map, whatever the key
   * holds later.
   * @throws as {@link open}; MapError ERR_MAP_KIND for inner maps that are no keyed values: use {@link open} for those
   */
  get(key: K): TypedMap<IK, IV> | undefined;
  /**
   * A descriptor of the map of `key`, which the caller closes; undefined if there is none. Where others replace the map
   * between the call that reads its id and the one that opens it, the new one is opened.
   * @throws ValueError; BpfError EPERM (CAP_SYS_ADMIN); MapError ERR_MAP_CHANGING where it is replaced again and again
   */
  open(key: K): BpfFd | undefined;
  /** The id of the map of `key`; undefined if there is none. @throws ValueError, BpfError */
  idOf(key: K): number | undefined;
  /** Whether there is a map of `key`. @throws ValueError, BpfError */
  has(key: K): boolean;
  /**
   * Sets the map of `key`: a map of this package, what else has a map's descriptor as `fd`, a BpfFd, or an id. It is then
   * kept alive by this map, whoever closes or unpins it.
   *
   * @param how an array of maps takes "any" only
   * @throws ValueError; BpfError: EINVAL (a map that is not like the others), EEXIST, ENOENT, E2BIG, EPERM
   */
  set(key: K, inner: MapHolder | BpfFd | number, how?: UpdateHow): this;
  /** Removes the map of `key` from this one; false if there was none. @throws ValueError; BpfError E2BIG, EPERM */
  delete(key: K): boolean;
  /** Keys with the ids of their maps; indices without a map are left out. As the entries of any keyed map otherwise. */
  entries(): IterableIterator<[K, number]>;
  [Symbol.iterator](): IterableIterator<[K, number]>;
  /** As {@link entries}. */
  keys(): IterableIterator<K>;
  /** How many maps are in it. @throws BpfError */
  count(): number;
  /** Removes all maps; their number. @throws BpfError EPERM, with `done` */
  clear(): number;
  close(): void;
}

interface PushOptions {
  /** A full map drops its oldest element for the new one (BPF_EXIST), instead of refusing it (E2BIG). */
  evict?: boolean | undefined;
}
/**
 * A queue (first in, first out) or stack (last in, first out): values without keys. Linux 4.20.
 *
 * The kernel tells neither how many elements there are nor what is behind the next one: what is read is taken out,
 * but for {@link peek}. Each call is one bpf(2) call, so that every element goes to one reader. Errors of the kernel
 * are BpfErrors: E2BIG (full), EPERM (frozen, or opened read-only or write-only).
 */
declare class Queue<V = unknown> extends KernelMap {
  #private;
  readonly kind = "queue";
  /** Adds an element. @throws ValueError; BpfError E2BIG (full), EPERM */
  push(value: V, options?: PushOptions): this;
  /** Adds elements one after the other; their number. @throws as {@link push}, with `done`: those that were added before */
  pushAll(values: Iterable<V>, options?: PushOptions): number;
  /** Takes out the next element: a queue's oldest, a stack's newest; undefined if there is none. @throws BpfError EPERM */
  pop(): V | undefined;
  /** The element that {@link pop} would take out; undefined if there is none. @throws BpfError EPERM */
  peek(): V | undefined;
  /** Whether there was no element at the time of the call. @throws BpfError EPERM */
  isEmpty(): boolean;
  /** Pops until the map is empty: each element is gone from it once it is given. @throws BpfError EPERM */
  drain(): Generator<V, void, undefined>;
  /**
   * Pops what is there, at most max entries; the number of elements. Of a queue these are all that were there at the
   * time of the call; of a stack that others push to meanwhile, older ones may stay.
   * @throws BpfError EPERM, with `done`: the elements that were taken out before
   */
  clear(): number;
  /**
   * {@link clear} in slices, between which other work of this thread goes on: the kernel has no batches for queues.
   * @throws the signal's reason; BpfError EPERM, with `done`
   */
  clearAsync({ signal, onProgress }?: BulkOptions): Promise<number>;
}

/** What the records of a ring buffer are to its reader. A record is `length` bytes of `from` at `at`. */
interface RecordForm<T> {
  /** @throws ValueError for a record of another length than its layout */
  value(from: ByteView, at: number, length: number): T;
  /** As {@link value}, as one line of JSON. */
  jsonText(from: ByteView, at: number, length: number): string;
}

/** Where a batch comes from. */
interface BatchSource<T> {
  readonly reader: RingReader;
  readonly form: RecordForm<T>;
  /** Records that were looked at, of all batches. */
  received: number;
}
/**
 * Records that were copied out of the ring, valid until the next batch is asked for. When the loop ends, those after
 * the last one that was looked at stay in the ring, for the next reader.
 */
declare class RecordBatch<T = unknown> implements Iterable<T> {
  #private;
  /** Made by RingBuffer. */
  constructor(source: BatchSource<T>, view: ByteView, { offsets, count }: RingBatch);
  /** Records; 0 once the next batch was asked for. */
  get count(): number;
  /**
   * A record.
   * @throws RangeError for an index that it has not; ValueError for a record of another length than its layout
   */
  at(index: number): T;
  /** A record's bytes, not copied: they are overwritten with the next batch. @throws RangeError */
  bytes(index: number): Uint8Array;
  /** A record as one line of JSON. @throws as {@link at} */
  jsonText(index: number): string;
  [Symbol.iterator](): IterableIterator<T>;
  /** Gives back what was looked at: no more of it will be. */
  end(): void;
  /** The next read gives all of it back, and overwrites its memory. Once the reader is closed, no read does. */
  expire(): void;
}

/** What {@link openRingBuffer} opened. */
interface RingParts<T> {
  readonly fd: BpfFd;
  readonly reader: RingReader;
  readonly path: string | undefined;
  readonly layout: Layout;
  readonly codec: Codec<T> | undefined;
  readonly form: RecordForm<T>;
  readonly signal: AbortSignal | undefined;
}
/**
 * The records of a ring buffer, as they come:
 *
 * ```js
 * for await (const event of openRingBuffer("/sys/fs/bpf/events", { btf, type: "struct event" })) console.log(event);
 * ```
 *
 * A record leaves the kernel's ring when the loop has had it, or soon after. A loop that is slow fills the ring, and
 * the program's reserves fail; one that ends leaves the rest for the next reader. However it ends (break, an error,
 * close(), the signal), the ring buffer is closed with it. One reader at a time, of all processes: two at once read
 * records twice (RingError ERR_RING_SHARED).
 */
declare class RingBuffer<T = unknown> implements AsyncIterable<T>, Disposable {
  #private;
  readonly kind = "ringbuf";
  /** Made by {@link openRingBuffer}. */
  constructor(parts: RingParts<T>);
  /** What the kernel says of it; `maxEntries` is its size in bytes. */
  get info(): MapInfo;
  /** The kernel's name of it: at most 15 bytes. */
  get name(): string;
  /** "ringbuf" */
  get typeName(): string;
  /** The path of its pin, where it was opened by one. */
  get path(): string | undefined;
  /** Of a record; 0 bytes where its type is not known, and records are bytes. */
  get valueLayout(): Layout;
  /** How records are read; undefined where they are bytes. */
  get valueCodec(): Codec<T> | undefined;
  /** The map's descriptor, which stays this object's. */
  get fd(): BpfFd;
  get closed(): boolean;
  /** Records that were handed out so far. */
  get received(): number;
  /**
   * The records, one by one. An abort of the signal makes the loop throw the signal's reason; close() ends it.
   *
   * Errors of the loop: ValueError for a record of another length than its layout (that record is given back);
   * RingError ERR_RING_SHARED, ERR_RING_DAMAGED; MapError ERR_MAP_CLOSED; ERR_MAP_BUSY for a second loop at once.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
  /**
   * The records, as many at a time as are there: faster than one by one, where each costs a promise. Errors and ends as
   * in the loop over records.
   */
  batches(): AsyncGenerator<RecordBatch<T>, void, undefined>;
  /** Ends the loop, and frees its thread, descriptors and memory. The map itself lives on where it is pinned. */
  close(): void;
  [Symbol.dispose](): void;
}

/** What owns a value: its descriptor, or the number of one in this process. */
type StorageOwner = BpfFd | number;
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
declare class StorageMap<V = unknown> extends KernelMap {
  #private;
  readonly kind = "storage";
  /** The value of `owner`; undefined if it has none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  get(owner: StorageOwner, options?: LockOptions): V | undefined;
  /** Whether `owner` has a value. @throws BpfError EBADF, ENOTSOCK, EPERM */
  has(owner: StorageOwner): boolean;
  /** Sets the value of `owner`. @throws ValueError; BpfError: EBADF, ENOTSOCK, EEXIST ("create"), ENOENT ("update"), EPERM */
  set(owner: StorageOwner, value: V, options?: UpdateHow | UpdateOptions): this;
  /** Removes the value of `owner`; false if it had none. @throws BpfError EBADF, ENOTSOCK, EPERM */
  delete(owner: StorageOwner): boolean;
}

/** An open map of any kind; `kind` tells which class it is. */
type AnyMap<K = unknown, V = unknown> =
  | TypedMap<K, V>
  | Queue<V>
  | BloomFilter<V>
  | MapOfMaps<K>
  | StorageMap<V>
  | RingBuffer<V>;
/**
 * Opens a map as what its type is, for tools that are not told beforehand. Options that a kind has no use for are
 * ignored. With `json` a map of maps is a keyed one whose values are ids, since maps are no JSON.
 *
 * @throws MapError ERR_MAP_KIND for maps without elements: arenas and user ring buffers. Else as the function for the kind
 */
declare function openAnyMap<K = unknown, V = unknown>(
  source: MapSource,
  options?: TypedMapOptions,
): AnyMap<K, V>;

/**
 * Checks that codecs can be made of a layout, and will neither read outside of it nor take for ever: counts
 * and sizes are bounded, fields lie inside their struct, those of a struct do not overlap, names are
 * different. Checked once for each object.
 * @throws LayoutError
 */
declare function checkLayout(layout: Layout): void;

/** Fields of a struct or union by name, in the order that they have in memory. */
type Fields = Readonly<Record<string, Layout>>;
/** What a struct's values are. */
type StructValue<F extends Fields> = {
  -readonly [Name in keyof F]: ValueOf<F[Name]>;
};
/** What a union's values are: all members when it was read; to write it, one is enough. */
type UnionValue<F extends Fields> = {
  -readonly [Name in keyof F]?: ValueOf<F[Name]>;
};
/** What an enum's values are: names, and numbers that have none. */
type EnumValueOf<V> = keyof V | (V[keyof V] extends bigint ? bigint : number);
interface AggregateOptions {
  /** Of the type; errors say it. */
  name?: string;
  /** No padding, as `__attribute__((packed))`. */
  packed?: boolean;
}
interface EnumOptions {
  name?: string;
  /** Bytes; default 4, and 8 where the values are bigints. */
  size?: 1 | 2 | 4 | 8;
  /** Default: whether a value is negative. */
  signed?: boolean;
}
/**
 * Describes the types of a map that brings no BTF, as C lays them out: each field at the next multiple of its
 * alignment, the size a multiple of the largest.
 *
 * ```ts
 * const flow = layout.struct({ packets: layout.u64, name: layout.string(16), ports: layout.array(layout.u16, 2) });
 * type Flow = ValueOf<typeof flow>; // { packets: bigint; name: string; ports: number[] }
 * ```
 */
declare const layout: {
  u8: Typed<number, IntegerLayout>;
  s8: Typed<number, IntegerLayout>;
  u16: Typed<number, IntegerLayout>;
  s16: Typed<number, IntegerLayout>;
  u32: Typed<number, IntegerLayout>;
  s32: Typed<number, IntegerLayout>;
  u64: Typed<bigint, IntegerLayout>;
  s64: Typed<bigint, IntegerLayout>;
  u128: Typed<bigint, IntegerLayout>;
  s128: Typed<bigint, IntegerLayout>;
  bool: Typed<boolean, BoolLayout>;
  char: Typed<string, CharLayout>;
  f32: Typed<number, FloatLayout>;
  f64: Typed<number, FloatLayout>;
  pointer: Typed<bigint, PointerLayout>;
  /** `char[size]`. */
  string(size: number): Typed<string, StringLayout>;
  /** Bytes of which nothing more is known. */
  bytes(size: number): Typed<Uint8Array, BytesLayout>;
  array<L extends Layout>(element: L, length: number): Typed<ValueOf<L>[], ArrayLayout>;
  /** @throws LayoutError */
  struct<const F extends Fields>(fields: F, options?: AggregateOptions): Typed<StructValue<F>, StructLayout>;
  /** @throws LayoutError */
  union<const F extends Fields>(fields: F, options?: AggregateOptions): Typed<UnionValue<F>, UnionLayout>;
  /**
   * `layout.enum({ TCP: 6, UDP: 17 })`.
   * @throws LayoutError
   */
  enum<const V extends Readonly<Record<string, number>> | Readonly<Record<string, bigint>>>(
    values: V,
    options?: EnumOptions,
  ): Typed<EnumValueOf<V>, EnumLayout>;
};

interface LayoutOptions {
  /**
   * What the type is in the map. In a value the kernel keeps fields of some types to itself (spin locks,
   * timers, kptrs …), in a key it does not. Default `value`.
   */
  use?: "key" | "value" | undefined;
}
/**
 * The layout of a BTF type: typedefs, const, volatile, restrict and tags are looked through, a variable gives
 * that of its type, a data section a struct of its variables. Unnamed members that are no struct or union are
 * padding. The BTF may be hostile: depth, counts and sizes are bounded, and every field lies inside its
 * struct.
 * @throws LayoutError for a type without a size (void, a function, a declared but undefined struct), one that
 * contains itself, one with over 65,536 fields or 16,777,216 values, fields that overlap or share a name, and
 * malformed BTF.
 */
declare function layoutFromBtf(btf: Btf, typeId: number, options?: LayoutOptions): Layout;

/**
 * The id of the type that C calls `struct event`, `enum state`, `event` (a typedef, else a tag) or `unsigned
 * int`.
 */
declare function typeIdByName(btf: Btf, name: string): number | undefined;

/** A map's memory as `MapMemory` of `@bpf/syscall` gives it. Sizes in bytes. */
interface MappedBytes {
  readonly length: number;
  readonly writable: boolean;
  /** Why it is not writable. */
  readonly refusal?: string;
  /** Of a writable mapping only; without elements once that is closed. */
  readonly bytes: Uint8Array;
  read(at: number, into: Uint8Array): void;
  close(): void;
}
/** Which map the memory is of, for errors. */
interface MemoryOwner {
  readonly map: string;
  readonly path?: string | undefined;
}
/** The memory behind live views: it can be gone, and that is then said. */
declare class LiveMemory implements Disposable {
  #private;
  /** Bytes. */
  readonly length: number;
  readonly writable: boolean;
  readonly owner: MemoryOwner;
  /** Throws that the memory was closed. */
  readonly gone: () => never;
  constructor(mapped: MappedBytes, owner: MemoryOwner);
  get closed(): boolean;
  /** The memory itself. @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED */
  get bytes(): Uint8Array;
  /** Throws that the memory cannot be written. */
  refuse(): never;
  /** Copies bytes out of it. @throws MapError ERR_MAP_CLOSED */
  read(at: number, into: Uint8Array): void;
  /** Unmaps; arrays of the memory lose their elements. Does nothing the second time. */
  close(): void;
  [Symbol.dispose](): void;
}

/** Where equal cells lie in a map's memory, in bytes. */
interface CellPlaces {
  readonly memory: LiveMemory;
  /** Of the first cell. */
  readonly base: number;
  /** From one cell to the next. */
  readonly stride: number;
  /** Of a cell. */
  readonly size: number;
}

/** Where cells lie, and their number. */
interface CellExtent extends Omit<CellPlaces, "size"> {
  readonly length: number;
}

/**
 * Values in a map's own memory: reading or writing one is no system call, and what programs and other processes store
 * is seen at once.
 *
 * A value of 1, 2, 4 or 8 bytes is read and written in one piece. A larger one is copied word by word, while a program may
 * be changing it: its parts need not fit each other. (Maps with locks in their values cannot be mapped.)
 *
 * `get`, `getNumber` and `set` are properties, not methods, so that V8 compiles each view's for its own layout.
 *
 * Everything throws a RangeError (ERR_OUT_OF_RANGE) for an index without an element, and {@link MapError}
 * ERR_MAP_CLOSED once the view was closed.
 */
declare class LiveElements<V = unknown> {
  #private;
  readonly length: number;
  /** False for a frozen map, or one that was opened read-only. */
  readonly writable: boolean;
  /** An element's value. Of 64-bit integers a bigint, which is an object: {@link getNumber} makes none. */
  readonly get: (index: number) => V;
  /**
   * An integer or float as a number.
   * @throws RangeError (ERR_OUT_OF_RANGE) for an integer beyond 2^53 - 1, TypeError where elements are neither
   */
  readonly getNumber: (index: number) => number;
  /**
   * Stores a value; where that throws, the memory is as it was.
   * @throws ValueError, MapError ERR_MAP_READ_ONLY
   */
  readonly set: (index: number, value: V) => void;
  constructor(extent: CellExtent, codec: Codec<V>, name: string);
  /**
   * Adds to an integer of 4 or 8 bytes as one step, as programs do with `__sync_fetch_and_add`: neither side's sum is
   * lost, as it may be with `set(i, get(i) + 1n)`. Past the last value it goes on with the first.
   * @returns what was there before
   * @throws TypeError where elements are no such integers, MapError ERR_MAP_READ_ONLY
   */
  add(index: number, amount: number | bigint): V;
  /** An element's bytes: a copy. */
  bytes(index: number): Uint8Array;
  values(): Generator<V, void, undefined>;
  entries(): Generator<[number, V], void, undefined>;
  [Symbol.iterator](): Generator<V, void, undefined>;
}

/** The elements of an array map (BPF_F_MMAPABLE), in its own memory. Holds the map until it is closed. Linux 5.5. */
declare class LiveArray<V = unknown> extends LiveElements<V> implements Disposable {
  #private;
  /** @param stride bytes from one element to the next: the value's size, rounded up to 8 */
  constructor(
    memory: LiveMemory,
    {
      length,
      stride,
    }: {
      length: number;
      stride: number;
    },
    codec: Codec<V>,
  );
  /** The name of the map. */
  get map(): string;
  /** True after {@link close}. */
  get closed(): boolean;
  /**
   * The memory of all elements: a store there is a store to the map.
   * @throws MapError ERR_MAP_READ_ONLY, ERR_MAP_CLOSED
   */
  get memory(): Uint8Array;
  /** Detaches the memory: whoever reads or writes it gets an error from then on. */
  close(): void;
  [Symbol.dispose](): void;
}

/** Variables whose types the program does not state. */
type AnyVariables = Record<string, any>;
/** The integers and floats among variables, as numbers. */
type NumberVariables<T> = {
  readonly [Name in keyof T as T[Name] extends number | bigint ? Name : never]: number;
};
/** What an array variable has as elements. */
type ElementOf<A> = A extends readonly (infer Element)[] ? Element : unknown;
/**
 * The variables of an object's data section, in the memory that its programs use: reading or writing one is no system
 * call. A variable of 1, 2, 4 or 8 bytes is read and written in one piece where C aligns it; a larger one word by word.
 *
 * Everything throws {@link MapError} ERR_MAP_CLOSED once this was closed.
 */
declare class LiveVariables<T extends object = AnyVariables> implements Disposable {
  #private;
  /**
   * The variables by name. Assigning to one stores it: its value as a whole, since what was read of a struct or array is
   * a copy. Throws {@link MapError} ERR_MAP_READ_ONLY (`const volatile` ones, in `.rodata`), ValueError, and as every
   * module does a TypeError for a name that there is not.
   */
  readonly variables: T;
  /**
   * The variables that are integers or floats, as numbers: those of 64 bits without making a bigint. Throws a RangeError
   * (ERR_OUT_OF_RANGE) for one beyond 2^53 - 1.
   */
  readonly numbers: NumberVariables<T>;
  /** How the section lies: a field for each variable. */
  readonly layout: StructLayout;
  /** @throws LayoutError where fields share a name, overlap, or reach outside */
  constructor(memory: LiveMemory, layout: StructLayout);
  /** The name of the map. */
  get map(): string;
  /** The variables' names, by rising place in the section. */
  get names(): string[];
  /** False for `.rodata` and other frozen maps, and for maps that were opened read-only. */
  get writable(): boolean;
  /** True after {@link close}. */
  get closed(): boolean;
  /**
   * The elements of a variable that is an array, each read and written by itself. They are closed with this object.
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no array has that name
   */
  elements<Name extends keyof T & string>(name: Name): LiveElements<ElementOf<T[Name]>>;
  /**
   * Adds to an integer variable of 4 or 8 bytes as one step: see {@link LiveElements.add}.
   * @returns what was there before
   * @throws RangeError (ERR_INVALID_ARG_VALUE) where no variable has that name
   */
  add<Name extends keyof T & string>(name: Name, amount: number | bigint): T[Name];
  /** Detaches the memory: whoever reads or writes a variable gets an error from then on. */
  close(): void;
  [Symbol.dispose](): void;
}

/** How a map's memory is reached. */
interface MemoryOptions {
  /** "ro": for reading only. Default: for writing too where the map is not frozen. */
  access?: "rw" | "ro" | undefined;
}

/** Options of {@link liveView}: how the pin is opened, and what a value is. */
interface LiveViewOptions extends Pick<OpenMapOptions, "value" | "spec" | "btf" | "raw">, MemoryOptions {}
/** A {@link TypedMap} whose values are known. */
type OpenArray<V> = Pick<TypedMap<unknown, V>, "fd" | "path" | "valueCodec" | "valueLayout">;
/**
 * The elements of an array map with BPF_F_MMAPABLE in its own memory. Without `access`, writable where the map and the
 * descriptor are; while it is, the map cannot be frozen (EBUSY). Of an open map its values are read as that reads them.
 * The map's descriptor may be closed: the view stands by itself. Linux 5.5.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, or one without the flag; what {@link openMap} throws
 */
declare function liveView<V>(map: OpenArray<V>, options?: LiveViewOptions): LiveArray<V>;
declare function liveView<V = unknown>(source: MapSource, options?: LiveViewOptions): LiveArray<V>;

/** Options of {@link openVariables}. */
interface OpenVariablesOptions extends MemoryOptions {
  /** The object that the section is of, for a map that the kernel keeps no types of. */
  object?: ObjectSpec | undefined;
  /** The section as a struct of its variables, over what BTF says. Its size has to be the map's value's. */
  value?: StructLayout | undefined;
  /**
   * Read by a lookup each time, of a map that cannot be mapped: one made without BPF_F_MMAPABLE (on Linux before 5.5, or
   * because all its variables are static), or a descriptor that was opened read-only. The variables are then read-only.
   */
  lookups?: boolean | undefined;
}
/**
 * The variables of an object's data section (`.data`, `.bss`, `.rodata`, `.data.x`), from the map that holds them.
 * Their names and types are those of the map's BTF (Linux 5.2). Without `access`, writable where the map and the
 * descriptor are: `.rodata` is frozen once its programs are loaded.
 *
 * @throws MapError ERR_MAP_KIND for a map that is no section's, or cannot be mapped; ERR_MAP_TYPES where its types are
 * not known; what {@link openMap} throws
 */
declare function openVariables<T extends object = AnyVariables>(
  source: MapSource,
  options?: OpenVariablesOptions,
): LiveVariables<T>;

/** A key of an lpm_trie whose data are bytes: the first `prefixLength` bits of `data` count. */
interface LpmKey<Data = Uint8Array> {
  /** Bits: 0 to 8 times the size of the data. */
  readonly prefixLength: number;
  /** In network byte order: the first bit is the highest one of the first byte. */
  readonly data: Data;
}
/**
 * Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone, which is a prefix of all its bits. Bits after the prefix
 * are kept: the kernel keeps them too, and ignores them.
 *
 * @param size bytes of the trie's data: 4 for IPv4, 16 for IPv6
 * @param path what a ValueError calls the key
 * @throws ValueError
 */
declare function parseCidr(text: string, size: number, path?: string): LpmKey;
/** `10.0.0.0/8` or `2001:db8::/32` of a key with 4 or 16 bytes of data. @throws ValueError for another size */
declare function cidrText({ prefixLength, data }: LpmKey): string;

interface MapOfMapsOptions extends Omit<OpenMapOptions, "value"> {
  /**
   * How the inner maps are read, where their own BTF does not tell. Default: `raw`, `json` and `btf` of the outer map, and the
   * inner definition in its `spec`.
   */
  inner?: Omit<TypedMapOptions, "access"> | undefined;
}
/**
 * Opens an array or hash of maps. The kernel keeps no types of its keys: those of a hash are bytes (Uint8Array) unless
 * `key` gives a layout, or `spec` and `btf` the map's definition; those of an array are numbers.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
declare function openMapOfMaps<K = unknown, IK = unknown, IV = unknown>(
  source: MapSource,
  options?: MapOfMapsOptions,
): MapOfMaps<K, IK, IV>;

/**
 * Opens a queue or stack. The kernel keeps no types of them: values are bytes (Uint8Array) unless `value` gives a
 * layout, or `spec` and `btf` the map's definition. Popping writes: it needs access "rw".
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
declare function openQueue<V = unknown>(source: MapSource, options?: KeylessOptions): Queue<V>;

/**
 * Options of {@link openRingBuffer}. The kernel keeps no types of ring buffers: records are bytes (Uint8Array) unless
 * `value`, `btf` and `type`, or `btf` and a `spec` that has a value type, say what they are.
 */
interface RingBufferOptions extends Omit<OpenMapOptions, "key" | "access">, RingOptions {
  /** A record's type in `btf`, as C names it: `struct event`, or `event` for a typedef or any tag. */
  type?: string | undefined;
  /** Records may be longer than their layout; what follows is passed over. A shorter one is an error always. */
  loose?: boolean | undefined;
  /** Aborting closes the ring buffer: its loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Opens a ring buffer to read its records (Linux 5.8). Reading writes: it needs access "rw".
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a type that is not there; LayoutError; the
 * signal's reason if it is aborted already; RingError ERR_RING_OVERWRITE; BpfError: ENOENT, EACCES (a descriptor that
 * may not read and write), EPERM (frozen), EMFILE
 */
declare function openRingBuffer<T = unknown>(source: MapSource, options?: RingBufferOptions): RingBuffer<T>;

/**
 * Opens a map of local storage: of sockets, inodes, tasks or cgroups. Values are what the map's BTF says, which such
 * maps always have.
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a layout of another size; BpfError
 */
declare function openStorageMap<V = unknown>(source: MapSource, options?: KeylessOptions): StorageMap<V>;

export {
  type AnyMap,
  type ArrayLayout,
  type BitRange,
  BloomFilter,
  type BoolLayout,
  type BulkOptions,
  type BytesLayout,
  type ByteView,
  byteView,
  type CharLayout,
  type Codec,
  checkLayout,
  cidrText,
  codecOf,
  type EntryBatch,
  type EnumLayout,
  type EnumValue,
  exactJson,
  exactJsonText,
  type FloatLayout,
  generateTypes,
  type IntegerLayout,
  JsonBytes,
  type JsonValue,
  KernelMap,
  type KeylessOptions,
  type Layout,
  LayoutError,
  type LayoutField,
  type LayoutOptions,
  LiveArray,
  LiveElements,
  LiveVariables,
  type LiveViewOptions,
  type LockOptions,
  type LpmKey,
  layout,
  layoutFromBtf,
  liveView,
  MapError,
  type MapErrorCode,
  type MapHolder,
  MapOfMaps,
  type MapOfMapsOptions,
  type MapSource,
  type OpenMapOptions,
  type OpenVariablesOptions,
  openAnyMap,
  openBloomFilter,
  openMap,
  openMapOfMaps,
  openQueue,
  openRingBuffer,
  openStorageMap,
  openVariables,
  type PinnedMapSource,
  type PointerLayout,
  type PushOptions,
  parseCidr,
  Queue,
  RecordBatch,
  RingBuffer,
  type RingBufferOptions,
  StorageMap,
  type StorageOwner,
  type StringLayout,
  type StructLayout,
  sizeOfLayout,
  type Typed,
  TypedMap,
  type TypedMapOptions,
  type TypesInput,
  type TypesOptions,
  typeIdByName,
  type UnionLayout,
  type UpdateHow,
  type UpdateOptions,
  ValueError,
  type ValueOf,
};
