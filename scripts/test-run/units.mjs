import { relative } from "node:path";
import { packageCheckNames } from "../checks/package-checks.mjs";
import { SOURCE_CHECKS } from "../checks/source-checks.mjs";
import { ROOT } from "../setup/workspace.mjs";
import { discover } from "../suites/discover.mjs";

/** Directories whose test files run on this machine. */
const PLACES = ["packages", "scripts", "e2e"];

/**
 * Everything that a run consists of, by name, and how it is chosen: a unit is taken when its name contains `only`.
 *
 * @param {{ only: string, kernels: string[] }} options
 */
export function selectUnits({ only, kernels }) {
  const wanted = (name) => name.includes(only);
  const files = discover(
    PLACES.map((place) => `${ROOT}/${place}`),
    "host",
  ).map((file) => relative(ROOT, file));
  return {
    checks: SOURCE_CHECKS.filter(({ name }) => wanted(name)),
    packages: packageCheckNames().filter(wanted),
    files: files.filter(wanted),
    kernels: kernels.filter((kernel) => wanted(`vm ${kernel}`)),
  };
}

/** All the names of a selection, in the order in which they run. */
export function namesOf({ checks, packages, files, kernels }) {
  return [
    ...checks.map(({ name }) => name),
    ...packages,
    ...files,
    ...kernels.map((kernel) => `vm ${kernel}`),
  ];
}
