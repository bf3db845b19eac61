import type { Btf, MapSpec } from "@bpf/elf";
import type { Access } from "@bpf/syscall";
import type { Codec } from "../codec/codec.js";
import type { Layout } from "../layout/layout.js";

/** How a map is opened, and how its bytes are read. */
export interface OpenMapOptions {
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
