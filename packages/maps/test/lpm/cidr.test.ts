import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ValueError } from "../../src/errors.js";
import { cidrText, parseCidr } from "../../src/lpm/cidr.js";

const test = suite("CIDR text");

const refused = (text: string, size: number, reason: RegExp): void =>
  assert.throws(
    () => parseCidr(text, size, "key"),
    (error: unknown) => ValueError.is(error) && error.path === "key" && reason.test(error.reason),
    text,
  );

test("prefixes, and addresses alone", () => {
  assert.equal(parseCidr("10.0.0.0/8", 4), { prefixLength: 8, data: Uint8Array.of(10, 0, 0, 0) });
  assert.equal(parseCidr("10.1.2.3", 4), { prefixLength: 32, data: Uint8Array.of(10, 1, 2, 3) });
  assert.equal(parseCidr("0.0.0.0/0", 4), { prefixLength: 0, data: new Uint8Array(4) });
  const v6 = parseCidr("2001:db8::/32", 16);
  assert.is(v6.prefixLength, 32);
  assert.equal([...v6.data], [0x20, 1, 0x0d, 0xb8, ...new Uint8Array(12)]);
  assert.is(parseCidr("::1", 16).prefixLength, 128);
});

test("bits after the prefix are kept, and come back", () => {
  for (const text of ["10.1.2.3/8", "255.255.255.255/0", "192.168.1.0/24"]) {
    assert.is(cidrText(parseCidr(text, 4)), text);
  }
  for (const text of ["2001:db8::1/32", "::/0", "::ffff:1.2.3.4/96", "fe80::1/128"]) {
    assert.is(cidrText(parseCidr(text, 16)), text);
  }
});

test("other text is refused with what would do", () => {
  for (const text of ["", "/", "10.0.0/8", "10.0.0.0 /8", "10.0.0.0.0/8", "hello", "/8", "fe80::1%eth0/64"]) {
    refused(text, 4, /expected an IPv4 prefix such as 10\.0\.0\.0\/8/);
  }
  refused("2001:db8::/32", 4, /IPv4/);
  refused("10.0.0.0/8", 16, /expected an IPv6 prefix such as 2001:db8::\/32/);
  refused("fe80::1%eth0/64", 16, /IPv6/);
});

test("prefix lengths are decimal, and within the address", () => {
  for (const text of [
    "33",
    "128",
    "999",
    "-1",
    "+8",
    "08",
    "8.0",
    "1e1",
    "0x8",
    " 8",
    "8 ",
    "",
    "8/8",
    "٣",
  ]) {
    refused(`10.0.0.0/${text}`, 4, /prefix length from 0 to 32/);
  }
  refused("::/129", 16, /prefix length from 0 to 128/);
  assert.is(parseCidr("10.0.0.0/32", 4).prefixLength, 32);
  assert.is(parseCidr("::/128", 16).prefixLength, 128);
});

test("data of another size have no CIDR text", () => {
  for (const size of [0, 1, 3, 5, 8, 15, 17]) {
    assert.throws(() => cidrText({ prefixLength: 0, data: new Uint8Array(size) }), /4 or 16 bytes/);
  }
});

test.run();
