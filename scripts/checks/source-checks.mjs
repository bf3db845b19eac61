import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../setup/workspace.mjs";

const binary = (name) => `node_modules/.bin/${name}`;

/** The packages that TypeScript checks, private ones included. */
function typedDirectories() {
  const packages = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`);
  return [...packages, "e2e", "bench"].filter((directory) =>
    existsSync(join(ROOT, directory, "tsconfig.json")),
  );
}

/** What is checked of the sources, each as one test. */
export const SOURCE_CHECKS = [
  { name: "check lint", command: [binary("biome"), "check", "."] },
  {
    name: "check imports",
    command: [binary("depcruise"), "--config", ".dependency-cruiser.cjs", "packages", "e2e", "bench"],
  },
  ...typedDirectories().map((directory) => ({
    name: `check types ${directory}`,
    command: [binary("tsc"), "-p", directory],
  })),
  { name: "check constants", command: ["node", "scripts/constants/generate.mjs", "--check"] },
  { name: "check testdata objects", command: ["make", "--silent", "-C", "testdata", "check"] },
  { name: "check example objects", command: ["make", "--silent", "-C", "examples", "check"] },
];
