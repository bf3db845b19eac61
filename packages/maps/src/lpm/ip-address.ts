import { isIPv4, isIPv6 } from "node:net";

/** The 4 or 16 bytes of an address in network byte order; undefined for other text, and for one with a zone (`fe80::1%eth0`). */
export function ipBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  return isIPv6(text) && !text.includes("%") ? ipv6Bytes(text) : undefined;
}

/** The text of a 4- or 16-byte address; IPv6 in the canonical form of RFC 5952. */
export function ipText(bytes: Uint8Array): string {
  return bytes.length === 4 ? bytes.join(".") : ipv6Text(bytes);
}

/** Of text that isIPv6 accepts. */
function ipv6Bytes(text: string): Uint8Array {
  const [head = "", tail] = text.split("::");
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  const bytes = new Uint8Array(16);
  for (const [index, group] of first.entries()) putGroup(bytes, index, group);
  for (const [index, group] of last.entries()) putGroup(bytes, 8 - last.length + index, group);
  return bytes;
}

/** 16-bit groups; an IPv4 address at the end is two. */
function groupsOf(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16)];
    const [a, b, c, d] = group.split(".").map(Number) as [number, number, number, number];
    return [(a << 8) | b, (c << 8) | d];
  });
}

function putGroup(bytes: Uint8Array, index: number, group: number): void {
  bytes[2 * index] = group >> 8;
  bytes[2 * index + 1] = group & 0xff;
}

/** RFC 5952, 5: addresses of ::ffff:0:0/96 end as IPv4 addresses do. */
function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!);
  const mapped = groups[5] === 0xffff && groups.every((group, index) => index > 4 || group === 0);
  if (mapped) return `::ffff:${bytes.subarray(12).join(".")}`;
  const hex = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  const { start, length } = longestZeros(groups);
  return length < 2 ? hex(0, 8) : `${hex(0, start)}::${hex(start + length, 8)}`;
}

/** The longest run of groups that are 0, the first of several. RFC 5952, 4.2.3. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}
