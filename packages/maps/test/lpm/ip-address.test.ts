import { SocketAddress } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ipBytes, ipText } from "../../src/lpm/ip-address.js";

const test = suite("IP addresses as text");

/** How the C library's inet_ntop writes it. */
const asLibuv = (address: string): string => new SocketAddress({ address, family: "ipv6" }).address;

/** Addresses with runs of zeros of every length and place, and with large, small and single-digit groups. */
const groupsOf = (pattern: number): number[] =>
  Array.from({ length: 8 }, (_, index) =>
    (pattern >> index) & 1 ? [0xffff, 0x1, 0xab, 0x2f0][index % 4]! : 0,
  );

const bytesOf = (groups: readonly number[]): Uint8Array =>
  Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));

test("IPv6 text is the C library's, for all patterns of zeros", () => {
  for (let pattern = 0; pattern < 256; pattern++) {
    const groups = groupsOf(pattern);
    const full = groups.map((group) => group.toString(16)).join(":");
    const text = ipText(bytesOf(groups));
    // inet_ntop still writes the deprecated ::/96 with an IPv4 end.
    const compatible = groups.slice(0, 6).every((group) => group === 0);
    if (!compatible) assert.is(text, asLibuv(full));
    assert.is(asLibuv(text), asLibuv(full));
    assert.equal(ipBytes(text), bytesOf(groups), text);
  }
});

test("IPv4-mapped addresses end as IPv4 does, others of ::/96 do not", () => {
  const mapped = bytesOf([0, 0, 0, 0, 0, 0xffff, 0x0102, 0x0304]);
  assert.is(ipText(mapped), "::ffff:1.2.3.4");
  assert.is(ipText(mapped), asLibuv("::ffff:102:304"));
  assert.is(ipText(bytesOf([0, 0, 0, 0, 0, 0, 0x0102, 0x0304])), "::102:304");
  assert.is(ipText(bytesOf([0, 0, 0, 0, 0, 0, 0, 0])), "::");
  assert.is(ipText(bytesOf([0, 0, 0, 0, 0, 0, 0, 1])), "::1");
});

test("every spelling of an address is read", () => {
  const address = bytesOf([0x2001, 0xdb8, 0, 0, 0, 0, 0x0102, 0x0304]);
  for (const text of [
    "2001:db8::102:304",
    "2001:DB8::102:304",
    "2001:0db8:0000:0000:0000:0000:0102:0304",
    "2001:db8:0:0::102:304",
    "2001:db8::1.2.3.4",
    "2001:db8:0:0:0:0:1.2.3.4",
    "2001:db8::0:0:0:102:304",
  ]) {
    assert.equal(ipBytes(text), address, text);
    assert.is(asLibuv(text), ipText(address));
  }
  assert.equal(ipBytes("1::"), bytesOf([1, 0, 0, 0, 0, 0, 0, 0]));
  assert.equal(ipBytes("::1"), bytesOf([0, 0, 0, 0, 0, 0, 0, 1]));
  assert.equal(ipBytes("::"), new Uint8Array(16));
  assert.equal(ipBytes("192.168.0.1"), Uint8Array.of(192, 168, 0, 1));
  assert.is(ipText(Uint8Array.of(192, 168, 0, 1)), "192.168.0.1");
});

test("what is no address is not read", () => {
  for (const text of [
    "",
    " ",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4 ",
    "0x1.2.3.4",
    "1.2.3.-4",
    ":::",
    "::1::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "g::",
    "::1.2.3",
    "::1.2.3.4.5",
    "fe80::1%eth0",
    "[::1]",
    "::ffff:1.2.3.4:5",
    "localhost",
    "１.2.3.4",
  ]) {
    assert.is(ipBytes(text), undefined, JSON.stringify(text));
  }
});

test.run();
