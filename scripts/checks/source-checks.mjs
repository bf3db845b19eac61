import { BUILD_ENVIRONMENT, pnpm } from "../setup/workspace.mjs";

const binary = (name) => `node_modules/.bin/${name}`;

/** What is checked of the sources, each as one test. */
export const SOURCE_CHECKS = [
  { name: "check lint", command: [binary("biome"), "check", "."] },
  {
    name: "check imports",
    command: [binary("depcruise"), "--config", ".dependency-cruiser.cjs", "packages", "e2e", "bench"],
  },
  {
    name: "check types",
    command: pnpm(["exec", "turbo", "run", "typecheck", "--force"]),
    env: BUILD_ENVIRONMENT,
  },
  { name: "check constants", command: ["node", "scripts/constants/generate.mjs", "--check"] },
  { name: "check testdata objects", command: ["make", "--silent", "-C", "testdata", "check"] },
  { name: "check example objects", command: ["make", "--silent", "-C", "examples", "check"] },
];
