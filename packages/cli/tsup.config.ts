import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defineConfig, type Options } from "tsup";
import { type BundleName, bundleFile, bundleInfix, bundleNames, bundlePrefix } from "./src/start/bundle.js";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** What the bundles take in place of builtins that would cost over a millisecond at each start. */
const substitutes: Readonly<Record<string, string>> = {
  // Few verbs hash.
  crypto: `export const createHash = (...all) => process.getBuiltinModule("node:crypto").createHash(...all);`,
  // Most of it is about the machine; who asks for its release has failed already.
  os: `export const endianness = () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "LE" : "BE");
    export const availableParallelism = () => process.getBuiltinModule("node:os").availableParallelism();
    export const release = () => process.getBuiltinModule("node:os").release();
    export const version = () => process.getBuiltinModule("node:os").version();`,
  // Only prefixes of an lpm_trie are addresses.
  net: `export const isIPv4 = (text) => process.getBuiltinModule("node:net").isIPv4(text);
    export const isIPv6 = (text) => process.getBuiltinModule("node:net").isIPv6(text);`,
  // Only a kernel's configuration is packed.
  zlib: "export const gunzipSync = (...all) => process.getBuiltinModule('node:zlib').gunzipSync(...all);",
  "timers/promises": `export const setImmediate = (...all) =>
    process.getBuiltinModule("node:timers/promises").setImmediate(...all);`,
  // The bundle is given the one \`require\` that it needs.
  module: "export const createRequire = () => require;",
};

const cheapBuiltins: Plugin = {
  name: "cheap-builtins",
  setup(build) {
    const namespace = "cheap-builtin";
    build.onResolve({ filter: /^(?:node:)?(?:crypto|module|net|os|zlib|timers\/promises)$/ }, ({ path }) => ({
      path: path.replace("node:", ""),
      namespace,
    }));
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: substitutes[path]! }));
  },
};

/**
 * This repository's packages from their sources: of a module that is not used the bundler can leave out all, of a
 * published bundle hardly anything.
 */
const packageSources: Plugin = {
  name: "package-sources",
  setup(build) {
    build.onResolve({ filter: /^@bpf\/\w+$/ }, ({ path }) => ({
      path: fileURLToPath(new URL(`..${path.slice("@bpf".length)}/src/index.ts`, import.meta.url)),
      sideEffects: false,
    }));
  },
};

/** In the bundle of `show`, `@bpf/pinning` has the calls that `show` makes, and no other. */
const showKernel: Plugin = {
  name: "show-kernel",
  setup(build) {
    const path = fileURLToPath(new URL("src/start/show-kernel.ts", import.meta.url));
    build.onResolve({ filter: /^\.\/kernel\.js$/ }, () => ({ path }));
  },
};

/** Makes a bundle a script that V8 can cache: a function, with its hash in front. See src/start/bundle.ts. */
async function wrapBundle(name: BundleName): Promise<void> {
  const path = `dist/${bundleFile(name)}`;
  const code = await readFile(path, "latin1");
  const body = `${bundleInfix}${code.replace(/^"use strict";\n/, "")}})`;
  const hash = createHash("sha256").update(body).digest("hex");
  await writeFile(path, `${bundlePrefix}${hash}${body}`, "latin1");
}

const common: Options = { target: "node20", clean: false, splitting: false };

const bundle = (name: BundleName): Options => ({
  ...common,
  entry: { [name]: `src/start/${name}-bundle.ts` },
  format: ["cjs"],
  noExternal: [/^@bpf\//],
  esbuildPlugins:
    name === "show" ? [cheapBuiltins, packageSources, showKernel] : [cheapBuiltins, packageSources],
  removeNodeProtocol: false, // that plugin of tsup's would come before these
  define: { "import.meta.url": "__filename" },
  // Names stay: they are all that a stack trace has.
  minifySyntax: true,
  minifyWhitespace: true,
  onSuccess: () => wrapBundle(name),
});

export default defineConfig([
  { ...common, entry: ["src/index.ts"], format: ["esm", "cjs"], dts: true },
  {
    ...common,
    entry: { bin: "src/bin.ts", "write-code-cache": "src/start/write-code-cache.ts" },
    format: ["cjs"],
  },
  ...bundleNames.map(bundle),
]);
