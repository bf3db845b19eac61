/** A rate for people: three digits that count, at least, and no exponent. */
export function rateText(rate: number | undefined): string {
  if (rate === undefined) return "";
  const sign = rate > 0 ? "+" : "";
  const digits = rate === 0 || Math.abs(rate) >= 100 ? 0 : Math.abs(rate) >= 10 ? 1 : 2;
  const text = rate.toFixed(digits);
  return `${sign}${text.includes(".") ? text.replace(/\.?0+$/, "") : text}/s`;
}
