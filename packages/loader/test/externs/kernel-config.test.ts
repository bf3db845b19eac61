/** The running kernel's configuration and version, against the kernel's own words and libbpf's reading of them. */
import { release } from "node:os";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { kconfigMap } from "../../src/externs/kconfig.js";
import { parseKernelConfig, runningKernelConfig } from "../../src/externs/kernel-config.js";
import { kernelVersion } from "../../src/externs/kernel-version.js";
import { objectPath, readObject } from "../core/objects.js";
import { loadsOfLibbpf } from "../libbpf.js";

test("lines of a configuration", () => {
  const config = parseKernelConfig(
    '# CONFIG_NO is not set\nCONFIG_A=y\r\nCONFIG_B="a = b"\nCONFIG_A=m\n\nOTHER=1\nCONFIG_C=0x10\nCONFIG_D\n',
  );
  assert.equal(
    [...config],
    [
      ["CONFIG_A", "y"],
      ["CONFIG_B", '"a = b"'],
      ["CONFIG_C", "0x10"],
    ],
  );
});

test("the version is uname's", () => {
  const [major, minor] = release().split(".").map(Number);
  assert.is(kernelVersion() >>> 8, (major! << 8) | minor!);
});

test("values of the running kernel's configuration are those that libbpf writes", () => {
  const object = readObject("core/link");
  const theirs = loadsOfLibbpf(objectPath("core/link")).get("kconfig")!.contents.get("link.kconfig")!;
  const used = new Set(object.externs.keys());
  assert.is(Buffer.from(kconfigMap(object, used)!.contents!).toString("hex"), theirs.toString("hex"));
  assert.ok(runningKernelConfig().size > 100);
});

test.run();
