import { type StructLayout, sizeOfLayout } from "../../layout/layout.js";

/**
 * Bytes of a struct that no whole field writes: padding, the kernel's own, and those of bit fields, which are
 * written bit by bit.
 */
export function paddingOf({ fields, size }: StructLayout): { start: number; end: number }[] {
  const whole = fields
    .filter(({ bits, kernelOwned }) => bits === undefined && !kernelOwned)
    .map(({ offset, layout }) => ({ start: offset, end: offset + sizeOfLayout(layout) }))
    .sort((a, b) => a.start - b.start);
  const gaps: { start: number; end: number }[] = [];
  let at = 0;
  for (const { start, end } of [...whole, { start: size, end: size }]) {
    if (start > at) gaps.push({ start: at, end: start });
    at = end;
  }
  return gaps;
}
