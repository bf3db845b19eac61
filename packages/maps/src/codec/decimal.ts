const billion = 1_000_000_000;

/** Writes the digits of an integer from 0 to 2^32 - 1; returns where they end. */
export function writeUnsigned(value: number, to: Uint8Array, at: number): number {
  if (value < 10) {
    to[at] = 48 + value;
    return at + 1;
  }
  if (value >= billion) {
    const first = Math.floor(value / billion);
    to[at] = 48 + first;
    return writeDigits(value - first * billion, 9, to, at + 1);
  }
  return writeDigits(value, digitsOf(value), to, at);
}

/** Of an integer from -2^31 to 2^31 - 1. */
export function writeSigned(value: number, to: Uint8Array, at: number): number {
  if (value >= 0) return writeUnsigned(value, to, at);
  to[at] = 45;
  return writeUnsigned(-value, to, at + 1);
}

/**
 * Of an integer of 64 bits in two halves, with quotes around. No bigint is made: those are most of the time of
 * a dump.
 */
export function writeQuotedUnsigned64(high: number, low: number, to: Uint8Array, at: number): number {
  to[at] = 34;
  const end = writeUnsigned64(high, low, to, at + 1);
  to[end] = 34;
  return end + 1;
}

export function writeQuotedSigned64(high: number, low: number, to: Uint8Array, at: number): number {
  if (high < 0x80000000) return writeQuotedUnsigned64(high, low, to, at);
  to[at] = 34;
  to[at + 1] = 45;
  const negated = -low >>> 0;
  const end = writeUnsigned64((~high + (negated === 0 ? 1 : 0)) >>> 0, negated, to, at + 2);
  to[end] = 34;
  return end + 1;
}

function writeUnsigned64(high: number, low: number, to: Uint8Array, at: number): number {
  if (high === 0) return writeUnsigned(low, to, at);
  // Division by a billion, 16 bits at a time, so that no step leaves the 53 bits of a number.
  const first = Math.floor(high / billion);
  let rest = (high - first * billion) * 65_536 + (low >>> 16);
  const second = Math.floor(rest / billion);
  rest = (rest - second * billion) * 65_536 + (low & 0xffff);
  const third = Math.floor(rest / billion);
  rest -= third * billion;
  const billions = (first * 65_536 + second) * 65_536 + third;
  const top = Math.floor(billions / billion);
  const end =
    top === 0
      ? writeUnsigned(billions, to, at)
      : writeDigits(billions - top * billion, 9, to, writeUnsigned(top, to, at));
  return writeDigits(rest, 9, to, end);
}

/** The last `count` digits of an integer below 10^9. */
function writeDigits(value: number, count: number, to: Uint8Array, at: number): number {
  let rest = value | 0;
  for (let i = at + count - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    to[i] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return at + count;
}

/** Of an integer from 10 to 999,999,999. */
function digitsOf(value: number): number {
  if (value < 10_000) return value < 100 ? 2 : value < 1_000 ? 3 : 4;
  if (value < 1_000_000) return value < 100_000 ? 5 : 6;
  return value < 10_000_000 ? 7 : value < 100_000_000 ? 8 : 9;
}
