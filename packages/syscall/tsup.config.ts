import { defineConfig } from "tsup";

/** CommonJS only; scripts/write-esm-entry.mjs adds the ESM entry, which hands it on. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: ["cjs"],
  target: "node20",
  shims: true,
  dts: true,
  clean: true,
});
