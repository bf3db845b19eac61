import type { ByteView } from "../codec/byte-view.js";
import { type Codec, codecOf } from "../codec/codec.js";
import type { JsonValue } from "../codec/json-value.js";
import { ValueError } from "../errors.js";
import type { Layout } from "../layout/layout.js";
import { summedCodec } from "./summed-codec.js";

export interface PerCpuOptions {
  /** Number of possible CPUs. */
  readonly cpus: number;
  /** One value, the sum over the CPUs, instead of one a CPU. */
  readonly sum: boolean;
}

/** Bytes from one CPU's value to the next: bpf_map_value_size in kernel/bpf/syscall.c. */
export const perCpuStride = (valueSize: number): number => Math.ceil(valueSize / 8) * 8;

/**
 * Values of a per-CPU map: an array with one value for each possible CPU, in the order of
 * `/sys/devices/system/cpu/possible`; the index is the CPU's number where that list has no gap. With `sum` one value.
 * The codec's `layout` is that of one CPU's value, its `size` that of all.
 *
 * @throws LayoutError with `sum`, for values that are not numbers throughout
 */
export function perCpuCodec(value: Codec, { cpus, sum }: PerCpuOptions): Codec {
  return sum ? summedCodec(value, cpus, perCpuStride(value.size)) : new PerCpuCodec(value, cpus);
}

class PerCpuCodec implements Codec<unknown[]> {
  readonly layout: Layout;
  readonly size: number;
  readonly #value: Codec;
  readonly #stride: number;
  readonly #hex: Codec;

  constructor(value: Codec, cpus: number) {
    this.layout = value.layout;
    this.#value = value;
    this.#stride = perCpuStride(value.size);
    this.size = this.#stride * cpus;
    this.#hex = codecOf({ kind: "bytes", size: this.size });
  }

  decode(from: ByteView, at: number): unknown[] {
    const values: unknown[] = [];
    for (let offset = 0; offset < this.size; offset += this.#stride) {
      values.push(this.#value.decode(from, at + offset));
    }
    return values;
  }

  encode(values: unknown[], to: ByteView, at: number, path: string): void {
    this.#each(values, to, at, path, "encode");
  }

  toJson(from: ByteView, at: number): JsonValue {
    const values: JsonValue[] = [];
    for (let offset = 0; offset < this.size; offset += this.#stride) {
      values.push(this.#value.toJson(from, at + offset));
    }
    return values;
  }

  fromJson(json: unknown, to: ByteView, at: number, path: string): void {
    if (typeof json === "string" && json.startsWith("hex:")) this.#hex.fromJson(json, to, at, path);
    else this.#each(json, to, at, path, "fromJson");
  }

  jsonText(from: ByteView, at: number): string {
    let text = `[${this.#value.jsonText(from, at)}`;
    for (let offset = this.#stride; offset < this.size; offset += this.#stride) {
      text += `,${this.#value.jsonText(from, at + offset)}`;
    }
    return `${text}]`;
  }

  #each(values: unknown, to: ByteView, at: number, path: string, write: "encode" | "fromJson"): void {
    const cpus = this.size / this.#stride;
    if (!Array.isArray(values)) {
      throw new ValueError(path, `expected an array of ${cpus} values, one for each possible CPU`);
    }
    if (values.length !== cpus) {
      throw new ValueError(path, `expected ${cpus} values, one for each possible CPU, not ${values.length}`);
    }
    for (let cpu = 0; cpu < cpus; cpu++) {
      const start = at + cpu * this.#stride;
      this.#value[write](values[cpu], to, start, `${path}[${cpu}]`);
      to.u8.fill(0, start + this.#value.size, start + this.#stride);
    }
  }
}
