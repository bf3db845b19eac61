/**
 * Bytes of the well formed UTF-8 character that begins at `at`, 0 where none does: too long forms, surrogates
 * and what is beyond U+10FFFF are none (The Unicode Standard, table 3-7).
 */
export function utf8Length(u8: Uint8Array, at: number, end: number): 0 | 1 | 2 | 3 | 4 {
  const lead = u8[at]!;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = u8[at + 1]!;
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if ((u8[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** The character of that many bytes, known to be well formed. */
export function utf8CodePoint(u8: Uint8Array, at: number, length: number): number {
  if (length === 1) return u8[at]!;
  let point = u8[at]! & (0x7f >> length);
  for (let i = 1; i < length; i++) point = (point << 6) | (u8[at + i]! & 0x3f);
  return point;
}
