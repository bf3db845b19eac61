import type { Reader } from "../reader.js";
import type { ExtPart } from "./header.js";

/** The records of one section: `count` of them, `size` bytes apart, the first at `start`. */
export interface SectionRecords {
  readonly section: string;
  readonly start: number;
  readonly count: number;
  readonly size: number;
}

/**
 * Walks a part: a record size, then for each section its name, a count and so many records. Records may be longer
 * than what is known of them.
 * @param least bytes of a record that are read
 * @throws ParseError ERR_BTF_EXT_MALFORMED
 */
export function sectionRecords(
  reader: Reader,
  { start, end }: ExtPart,
  least: number,
  nameAt: (offset: number) => string,
): SectionRecords[] {
  if (start === end) return [];
  const within = (at: number, length: number): void => {
    if (at + length > end)
      reader.fail(reader.code, `a part ends at ${end}, ${length} bytes at ${at} reach past it`, start);
  };
  within(start, 4);
  const size = reader.u32(start);
  if (size < least || size % 4 !== 0)
    reader.fail(reader.code, `records of ${size} bytes, where ${least} are the least`, start);
  const found: SectionRecords[] = [];
  let at = start + 4;
  while (at < end) {
    within(at, 8);
    const section = nameAt(reader.u32(at));
    const count = reader.u32(at + 4);
    if (count === 0) reader.fail(reader.code, `section ${section} has no records`, at + 4);
    within(at + 8, count * size);
    found.push({ section, start: at + 8, count, size });
    at += 8 + count * size;
  }
  return found;
}
