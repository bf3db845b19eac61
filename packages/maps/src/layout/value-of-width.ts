/**
 * A value of `from` bits as `to` bits hold it, undefined where they do not. Before kernel 6.0 nobody told the
 * sign of an enum, so that -1 in one byte is written as 0xffffffff: what only repeats its highest bit is cut.
 */
export function valueOfWidth(value: bigint, from: number, to: number, signed: boolean): bigint | undefined {
  const cut = signed ? BigInt.asIntN(to, value) : BigInt.asUintN(to, value);
  if (cut === value) return cut;
  const repeats = BigInt.asIntN(to, value) === BigInt.asIntN(from, value) && !signed;
  return repeats ? cut : undefined;
}
