import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { defineConfig, type Options } from "tsup";
import { bundleFile, bundleInfix, bundlePrefix } from "./src/start/code-cache.js";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Builtins that take over a millisecond to load and that few verbs need: loaded when first used. */
const slowBuiltins = /^(?:node:)?crypto$/;

const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup(build) {
    build.onResolve({ filter: slowBuiltins }, ({ path }) => ({ path, namespace: "lazy-builtin" }));
    build.onLoad({ filter: /.*/, namespace: "lazy-builtin" }, () => ({
      contents: `export const createHash = (...a) => process.getBuiltinModule("node:crypto").createHash(...a);`,
    }));
  },
};

/** Makes the bundle a script that V8 can cache: a function, with its hash in front. See src/start/code-cache.ts. */
async function wrapBundle(): Promise<void> {
  const path = `dist/${bundleFile}`;
  const code = await readFile(path, "latin1");
  const body = `${bundleInfix}${code.replace(/^"use strict";\n/, "")}})`;
  const hash = createHash("sha256").update(body).digest("hex");
  await writeFile(path, `${bundlePrefix}${hash}${body}`, "latin1");
}

const common = { target: "node20", clean: false } satisfies Options;

export default defineConfig([
  { ...common, entry: ["src/index.ts"], format: ["esm", "cjs"], dts: true },
  {
    ...common,
    entry: { bin: "src/bin.ts", "write-code-cache": "src/start/write-code-cache.ts" },
    format: ["cjs"],
    splitting: false,
  },
  {
    ...common,
    entry: { command: "src/bundle.ts" },
    format: ["cjs"],
    splitting: false,
    noExternal: [/^@bpf\//],
    esbuildPlugins: [lazyBuiltins],
    minifySyntax: true,
    onSuccess: wrapBundle,
  } as Options,
]);
