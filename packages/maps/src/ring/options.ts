import type { RingOptions } from "@bpf/syscall";
import type { OpenMapOptions } from "../open/options.js";

/**
 * Options of {@link openRingBuffer}. The kernel keeps no types of ring buffers: records are bytes (Uint8Array) unless
 * `value`, `btf` and `type`, or `btf` and a `spec` that has a value type, say what they are.
 */
export interface RingBufferOptions extends Omit<OpenMapOptions, "key" | "access">, RingOptions {
  /** A record's type in `btf`, as C names it: `struct event`, or `event` for a typedef or any tag. */
  type?: string | undefined;
  /** Records may be longer than their layout; what follows is passed over. A shorter one is an error always. */
  loose?: boolean | undefined;
  /** Aborting closes the ring buffer: its loop throws the signal's reason. */
  signal?: AbortSignal | undefined;
}
