/** The map of `.kconfig` against the one that libbpf makes of the same object and configuration. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoadError } from "../../src/errors.js";
import { kconfigMap } from "../../src/externs/kconfig.js";
import { parseKernelConfig } from "../../src/externs/kernel-config.js";
import { objectPath, readObject } from "../core/objects.js";
import { loadsOfLibbpf } from "../libbpf.js";

const object = readObject("core/kconfig");
const every = new Set(object.externs.keys());

/** Contents of libbpf's map; undefined where it refuses the configuration. */
function byLibbpf(config: string): Buffer | undefined {
  const [load] = loadsOfLibbpf(objectPath("core/kconfig"), "", config).values();
  return load!.result === 0 ? load!.contents.get("kconfig.kconfig") : undefined;
}

/** libbpf cannot ask a kernel that is not there whether it wraps its system calls. */
function ours(config: string): Uint8Array | undefined {
  const given = new Map([...parseKernelConfig(config), ["LINUX_HAS_SYSCALL_WRAPPER", "0"]]);
  try {
    return kconfigMap(object, every, given)!.contents;
  } catch (error) {
    if (!LoadError.is(error) || error.code !== "ERR_PROGRAM_EXTERN") throw error;
    return undefined;
  }
}

const complete = `
CONFIG_U8=255
CONFIG_S16=-32768
CONFIG_U32=0xffffffff
CONFIG_S32=-5
CONFIG_U64=18446744073709551615
CONFIG_S64=-9223372036854775808
CONFIG_BOOL=y
CONFIG_TRISTATE=m
CONFIG_CHAR=m
CONFIG_TEXT="twenty and more characters, too many"
CONFIG_SHORT_TEXT="ab"
`;

test("a value of every type", () => {
  const theirs = byLibbpf(complete);
  assert.ok(theirs !== undefined);
  assert.is(Buffer.from(ours(complete)!).toString("hex"), theirs.toString("hex"));
});

for (const line of [
  "CONFIG_U8=256",
  "CONFIG_U8=y",
  "CONFIG_U8=7",
  "CONFIG_S16=32767",
  "CONFIG_S16=32768",
  "CONFIG_S16=-32769",
  "CONFIG_U32=4294967296",
  "CONFIG_U32=-1",
  "CONFIG_U32=017",
  "CONFIG_U32=12x",
  "CONFIG_U32=",
  "CONFIG_S32=2147483648",
  "CONFIG_S32=m",
  "CONFIG_U64=-1",
  "CONFIG_U64=18446744073709551616",
  "CONFIG_S64=0xffffffffffffffff",
  "CONFIG_BOOL=n",
  "CONFIG_BOOL=m",
  "CONFIG_BOOL=1",
  'CONFIG_BOOL="y"',
  "CONFIG_TRISTATE=y",
  "CONFIG_TRISTATE=n",
  "CONFIG_TRISTATE=1",
  "CONFIG_CHAR=n",
  "CONFIG_CHAR=65",
  "CONFIG_CHAR=-1",
  'CONFIG_TEXT=""',
  'CONFIG_TEXT="exactly sixteen."',
  'CONFIG_TEXT="fifteen letters"',
  "CONFIG_TEXT=none",
  'CONFIG_TEXT="open',
  "CONFIG_TEXT=y",
  'CONFIG_SHORT_TEXT="a=b"',
])
  test(line, () => {
    // The first line of a name decides.
    const config = `${line}\n${complete}`;
    const theirs = byLibbpf(config);
    assert.is(ours(config) && Buffer.from(ours(config)!).toString("hex"), theirs?.toString("hex"));
  });

test("a variable that is not set is 0 where it is weak, and an error where it is not", () => {
  const without = complete.replace(/CONFIG_S64.*\n/, "");
  assert.throws(() => kconfigMap(object, every, parseKernelConfig(without)), /CONFIG_S64/);
  // libbpf looks at the running kernel's configuration then, which has no such thing either.
  assert.is(byLibbpf(without), undefined);
});

test("variables that no program uses need no value", () => {
  const used = new Set(["CONFIG_BOOL"]);
  assert.equal(
    [...kconfigMap(object, used, parseKernelConfig("CONFIG_BOOL=y"))!.contents!].filter(Boolean),
    [1],
  );
});

test("the map is what libbpf makes: its name, frozen and read-only for programs", () => {
  const { name, flags, keySize, maxEntries } = kconfigMap(object, new Set(), new Map())!;
  assert.equal([name, keySize, maxEntries], ["kconfig.kconfig", 4, 1]);
  // BPF_F_RDONLY_PROG | BPF_F_MMAPABLE
  assert.is(flags, 0x80 | 0x400);
});

test.run();
