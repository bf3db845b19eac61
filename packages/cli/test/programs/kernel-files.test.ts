import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readKernelConfig } from "../../src/programs/kernel-files.js";

const files = suite<{ directory: string; write(name: string, bytes: string | Uint8Array): string }>("files");

files.before((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "bpf-cli-"));
  context.write = (name, bytes) => {
    writeFileSync(join(context.directory, name), bytes);
    return join(context.directory, name);
  };
});
files.after(({ directory }) => rmSync(directory, { recursive: true }));

const text = "# comment\nCONFIG_HZ=250\n# CONFIG_X is not set\nCONFIG_BPF=y\n";

files("a configuration, plain and gzipped", ({ write }) => {
  for (const path of [write("config", text), write("config.gz", gzipSync(text))])
    assert.equal(
      [...readKernelConfig(path)],
      [
        ["CONFIG_HZ", "250"],
        ["CONFIG_BPF", "y"],
      ],
    );
});

files("what is no configuration, is cut, or unpacks to more than 16 MiB, is ERR_FILE", ({ write }) => {
  const packed = gzipSync(Buffer.alloc(17 * 1024 * 1024, "CONFIG_A=y\n"));
  for (const path of [
    write("text", "hello\n"),
    write("empty", ""),
    write("cut.gz", gzipSync(text).subarray(0, 30)),
    write("large.gz", packed),
  ])
    assert.throws(
      () => readKernelConfig(path),
      (error: { code: string; path: string }) => error.code === "ERR_FILE" && error.path === path,
      path,
    );
});

files.run();
