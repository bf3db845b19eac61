#!/usr/bin/env node
/**
 * Writes the ESM entry of dist/. The package holds state (owned descriptors, one finalisation registry), so there is
 * one implementation: `import` and `require` give the same BpfFd, and so do their types.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const entry = 'export * from "./index.cjs";\n';
for (const name of ["index.js", "index.d.ts"]) {
  writeFileSync(fileURLToPath(new URL(`../dist/${name}`, import.meta.url)), entry);
}
