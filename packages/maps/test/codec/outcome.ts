import { type ByteView, byteView } from "../../src/codec/byte-view.js";
import { ValueError } from "../../src/errors.js";

/** Bytes before and behind the value. */
const margin = 3;

/** What came of writing a value. */
export type Outcome = { hex: string } | { path: string; reason: string };

/** What `write` makes of bytes that were not 0, or how it fails; what is around them must stay as it was. */
export function outcome(size: number, write: (to: ByteView, at: number) => void): Outcome {
  const to = byteView(new Uint8Array(size + 2 * margin).fill(0xa5));
  let failed: Outcome | undefined;
  try {
    write(to, margin);
  } catch (error) {
    if (!ValueError.is(error)) throw error;
    failed = { path: error.path, reason: error.reason };
  }
  const around = [...to.u8.subarray(0, margin), ...to.u8.subarray(margin + size)];
  if (around.some((byte) => byte !== 0xa5)) throw new Error("wrote outside of the value");
  return failed ?? { hex: hexOf(to.u8.subarray(margin, margin + size)) };
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
