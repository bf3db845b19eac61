import { keyTypeId, standInBtf, valueTypeId } from "./stand-in-btf.js";

const bpffsMagic = 0xcafe4a11;
const directoryMode = 0o040700;
const ENOENT = -2;

/** The number of every descriptor; none is opened. */
const descriptor = 3;

/** struct bpf_map_info, as words: type, id, key size, value size, max entries; then the BTF's id and type ids. */
const mapInfoWords = [1, 1, 4, 16, 2];
const btfWords = { at: 16, values: [1, keyTypeId, valueTypeId] };

/** Bytes for a key, a next key and a value, each from a multiple of 8. */
const elementRoom = 8 + 8 + 16;

/** Elements that the map has. */
const elements = 2;

/** Fills a struct bpf_btf_info, and the bytes that it points to where there is room for them. */
function btfInfo(info: Uint8Array, patches: readonly unknown[]): number {
  const btf = standInBtf();
  new Uint32Array(info.buffer, info.byteOffset)[2] = btf.length;
  const bytes = patches[0] === 0 ? patches[1] : undefined;
  if (bytes instanceof Uint8Array) bytes.set(btf.subarray(0, bytes.length));
  return info.length;
}

/** All elements in the first answer; the end in the second. */
function batchRun(position: Uint8Array): number {
  const words = new Uint32Array(position.buffer, position.byteOffset);
  const isFirst = words[1] === 0;
  words[0] = isFirst ? elements : 0;
  words[1] = 1;
  return isFirst ? 0 : ENOENT;
}

/**
 * Stands for the native addon while the command is rehearsed: a bpffs with a map at every path, from numbers to structs,
 * as far as `show` and `map` ask. So all of the code above the addon is run, on machines without a bpffs and without
 * privilege too.
 */
function standInFor(addon: unknown): unknown {
  const { version } = addon as { version: unknown };
  const scratch = new ArrayBuffer(512);
  const done = () => 0;
  return {
    version,
    scratch,
    openat2: () => descriptor,
    duplicate: () => descriptor,
    bpfOpen: () => descriptor,
    close: done,
    fstatfs: () => bpffsMagic,
    objGet: () => descriptor,
    isMap: () => 1,
    mapInfo() {
      const words = new Uint32Array(scratch);
      words.set(mapInfoWords);
      words.set(btfWords.values, btfWords.at);
      return 0;
    },
    mapName: () => "map",
    bpfInfo: (_fd: number, info: Uint8Array, ...patches: unknown[]) => btfInfo(info, patches),
    elementsOpen: () => 1,
    elementsBuffer: () => new ArrayBuffer(elementRoom),
    elementsClose: done,
    elementLookup: done,
    elementUpdate: done,
    batchStart: async (
      _map: number,
      _operation: number,
      _keys: unknown,
      _values: unknown,
      position: Uint8Array,
    ) => batchRun(position),
    statx() {
      new Uint32Array(scratch)[6] = directoryMode;
      return 0;
    },
  };
}

/** Runs `work` with the stand-in for each addon that is opened meanwhile. */
export async function withStandIn<T>(work: () => Promise<T>): Promise<T> {
  const { dlopen } = process;
  process.dlopen = (module: object, ...rest: never[]) => {
    Reflect.apply(dlopen, process, [module, ...rest]);
    const addon = module as { exports: unknown };
    addon.exports = standInFor(addon.exports);
  };
  try {
    return await work();
  } finally {
    process.dlopen = dlopen;
  }
}
