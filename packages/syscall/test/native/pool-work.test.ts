/** Work on libuv's pool whose result cannot be made: its promise is settled nevertheless. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { native } from "../sanitizer.js";

const test = suite("work on the pool");
const require = createRequire(import.meta.url);
const source = fileURLToPath(new URL("./pool-work.cc", import.meta.url));
const headers = join(dirname(require.resolve("node-api-headers/package.json")), "include");
const directory = mkdtempSync(join(tmpdir(), "pool-work-"));

test.after(() => rmSync(directory, { recursive: true }));

test("a result that cannot be made is a rejection", async () => {
  const addon = join(directory, "pool_work.node");
  const [compiler = "c++", ...options] = (process.env.CXX || "c++").split(" ");
  options.push("-std=c++17", "-fPIC", "-shared", "-Wall", "-Wextra", "-Werror", "-DNAPI_VERSION=8");
  options.push("-isystem", headers, "-I", native, source, join(native, "pool_work.cc"), "-o", addon);
  const { status, stderr } = spawnSync(compiler, options, { encoding: "utf8", timeout: 60_000 });
  assert.is(status, 0, stderr);
  const { start } = require(addon) as { start: (throws: boolean) => Promise<unknown> };
  for (const throws of [false, true]) {
    let timer: NodeJS.Timeout | undefined;
    const waiting = new Promise((resolve) => {
      timer = setTimeout(resolve, 10_000, "never settled");
    });
    const outcome = await Promise.race([start(throws).catch((error: unknown) => error), waiting]);
    clearTimeout(timer);
    assert.instance(outcome, Error);
    assert.is((outcome as Error).message, "some work: it ended, and its result cannot be made");
  }
});

test.run();
