import type { ByteView } from "../codec/byte-view.js";
import { type Codec, codecOf } from "../codec/codec.js";
import type { JsonValue } from "../codec/json-value.js";
import { ValueError } from "../errors.js";
import type { Layout } from "../layout/layout.js";
import { cidrText, isAddressSize, type LpmKey, parseCidr } from "./cidr.js";
import { lpmDataLayout, PREFIX_BYTES } from "./data-layout.js";

const prefixCodec = codecOf<number>({ kind: "integer", size: 4, signed: false });

/**
 * Keys of an lpm_trie: {@link LpmKey} objects, whose data are bytes, or a struct where the map's types put several
 * fields there. Data of 4 and 16 bytes are also written from CIDR text, and are CIDR text in JSON.
 *
 * @param layout of the whole key, where it is known
 * @param keySize bytes of the whole key, from the kernel: 5 to 260
 */
export function lpmKeyCodec(layout: Layout | undefined, keySize: number): Codec<LpmKey<unknown> | string> {
  const size = keySize - PREFIX_BYTES;
  const bytes: Layout = { kind: "bytes", size };
  const fields = layout === undefined ? undefined : lpmDataLayout(layout, keySize);
  const whole: Layout = layout ?? {
    kind: "struct",
    name: "",
    size: keySize,
    fields: [
      { name: "prefixLength", offset: 0, layout: prefixCodec.layout },
      { name: "data", offset: PREFIX_BYTES, layout: bytes },
    ],
  };
  return new LpmKeyCodec(whole, keySize, codecOf(fields ?? bytes), fields === undefined);
}

class LpmKeyCodec implements Codec<LpmKey<unknown> | string> {
  readonly layout: Layout;
  readonly size: number;
  readonly #data: Codec;
  /** Takes any bytes, in an array too. */
  readonly #bytes: Codec;
  readonly #hex: Codec;
  readonly #isBytes: boolean;

  constructor(layout: Layout, size: number, data: Codec, isBytes: boolean) {
    this.layout = layout;
    this.size = size;
    this.#data = data;
    this.#isBytes = isBytes;
    const byte: Layout = { kind: "integer", size: 1, signed: false };
    this.#bytes = codecOf({ kind: "array", element: byte, length: data.size });
    this.#hex = codecOf({ kind: "bytes", size });
  }

  decode(from: ByteView, at: number): LpmKey<unknown> {
    return { prefixLength: prefixCodec.decode(from, at), data: this.#data.decode(from, at + PREFIX_BYTES) };
  }

  encode(value: LpmKey<unknown> | string, to: ByteView, at: number, path: string): void {
    const key = typeof value === "string" ? this.#cidr(value, path) : keyFields(value, path);
    prefixCodec.encode(key.prefixLength as number, to, at, `${path}.prefixLength`);
    this.#requirePrefix(to, at, path);
    const data = this.#isBytes || key.data instanceof Uint8Array ? this.#bytes : this.#data;
    data.encode(key.data, to, at + PREFIX_BYTES, `${path}.data`);
  }

  toJson(from: ByteView, at: number): JsonValue {
    const prefixLength = prefixCodec.decode(from, at);
    if (!this.#isBytes || !isAddressSize(this.#data.size) || prefixLength > 8 * this.#data.size) {
      return { prefixLength, data: this.#data.toJson(from, at + PREFIX_BYTES) };
    }
    return cidrText({
      prefixLength,
      data: from.u8.subarray(at + PREFIX_BYTES, at + this.size),
    });
  }

  fromJson(json: unknown, to: ByteView, at: number, path: string): void {
    if (typeof json === "string") {
      if (json.startsWith("hex:")) this.#hex.fromJson(json, to, at, path);
      else this.encode(json, to, at, path);
      return;
    }
    const { prefixLength, data } = keyFields(json, path);
    prefixCodec.fromJson(prefixLength, to, at, `${path}.prefixLength`);
    this.#requirePrefix(to, at, path);
    const codec = this.#isBytes && Array.isArray(data) ? this.#bytes : this.#data;
    codec.fromJson(data, to, at + PREFIX_BYTES, `${path}.data`);
  }

  jsonText(from: ByteView, at: number): string {
    return JSON.stringify(this.toJson(from, at));
  }

  #cidr(text: string, path: string): LpmKey {
    const { size } = this.#data;
    if (isAddressSize(size)) return parseCidr(text, size, path);
    throw new ValueError(
      path,
      `expected { prefixLength, data }, not text: the ${size} bytes of data are no IP address`,
    );
  }

  /** The kernel would find nothing (ENOENT) for a longer prefix, or refuse it (EINVAL). */
  #requirePrefix(to: ByteView, at: number, path: string): void {
    const prefixLength = prefixCodec.decode(to, at);
    const bits = 8 * this.#data.size;
    if (prefixLength <= bits) return;
    throw new ValueError(
      `${path}.prefixLength`,
      `expected an integer from 0 to ${bits}, not ${prefixLength}`,
    );
  }
}

/** The two fields of a key, and no other. */
function keyFields(value: unknown, path: string): LpmKey<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new ValueError(path, "expected { prefixLength, data }, or the text of a prefix");
  }
  for (const name of Object.keys(value)) {
    if (name !== "prefixLength" && name !== "data") throw new ValueError(`${path}.${name}`, "unknown field");
  }
  for (const name of ["prefixLength", "data"]) {
    if (!(name in value)) throw new ValueError(`${path}.${name}`, "missing");
  }
  return value as LpmKey<unknown>;
}
