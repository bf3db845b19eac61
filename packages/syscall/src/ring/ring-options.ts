import { rangeError, requireUnsigned } from "../errors/argument-error.js";

/** Options of {@link RingReader.open}. */
export interface RingOptions {
  /**
   * Bytes of records that one batch holds, 1 to 2³⁰; default 256 KiB. A record that is longer makes the room larger.
   */
  batchBytes?: number | undefined;
  /**
   * How often a read that waits looks by itself, in milliseconds; default 100. Producers that say BPF_RB_NO_WAKEUP wake
   * nobody: their records are found this late at most. Infinity: never, for producers that all wake.
   */
  pollIntervalMs?: number | undefined;
}

const most = 2 ** 30;

/** The options checked, as the addon takes them: -1 for never. */
export function ringOptions({ batchBytes = 262_144, pollIntervalMs = 100 }: RingOptions): {
  batchBytes: number;
  pollMs: number;
} {
  requireUnsigned("batchBytes", batchBytes, most);
  if (batchBytes === 0) throw rangeError(`batchBytes must be an integer from 1 to ${most}, not 0`);
  if (pollIntervalMs === Number.POSITIVE_INFINITY) return { batchBytes, pollMs: -1 };
  requireUnsigned("pollIntervalMs", pollIntervalMs, 0x7fff_ffff);
  if (pollIntervalMs === 0) throw rangeError("pollIntervalMs must be 1 or more, or Infinity, not 0");
  return { batchBytes, pollMs: pollIntervalMs };
}
