import { ValueError } from "../errors.js";
import { ipBytes, ipText } from "./ip-address.js";

/** A key of an lpm_trie whose data are bytes: the first `prefixLength` bits of `data` count. */
export interface LpmKey<Data = Uint8Array> {
  /** Bits: 0 to 8 times the size of the data. */
  readonly prefixLength: number;
  /** In network byte order: the first bit is the highest one of the first byte. */
  readonly data: Data;
}

/** Bytes of data that are read as an IPv4 or IPv6 address. */
export const isAddressSize = (size: number): boolean => size === 4 || size === 16;

/**
 * Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone, which is a prefix of all its bits. Bits after the prefix
 * are kept: the kernel keeps them too, and ignores them.
 *
 * @param size bytes of the trie's data: 4 for IPv4, 16 for IPv6
 * @param path what a ValueError calls the key
 * @throws ValueError
 */
export function parseCidr(text: string, size: number, path = "key"): LpmKey {
  const slash = text.indexOf("/");
  const data = ipBytes(slash < 0 ? text : text.slice(0, slash));
  if (data?.length !== size) {
    const example = size === 4 ? "IPv4 prefix such as 10.0.0.0/8" : "IPv6 prefix such as 2001:db8::/32";
    throw new ValueError(path, `expected an ${example}, not ${JSON.stringify(text)}`);
  }
  if (slash < 0) return { prefixLength: 8 * size, data };
  const length = text.slice(slash + 1);
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) : Number.NaN;
  if (prefixLength <= 8 * size) return { prefixLength, data };
  throw new ValueError(
    path,
    `expected a prefix length from 0 to ${8 * size} after the slash, not ${JSON.stringify(length)}`,
  );
}

/** `10.0.0.0/8` or `2001:db8::/32` of a key with 4 or 16 bytes of data. @throws ValueError for another size */
export function cidrText({ prefixLength, data }: LpmKey): string {
  if (!isAddressSize(data.length)) {
    throw new ValueError("data", `expected the 4 or 16 bytes of an address, not ${data.length}`);
  }
  return `${ipText(data)}/${prefixLength}`;
}
