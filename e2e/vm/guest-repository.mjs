import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { StepError } from "../../scripts/setup/progress.mjs";
import { ROOT } from "../../scripts/setup/workspace.mjs";

const readPackage = (directory) => JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));

/** Where Node would find a dependency of the package in `directory`. */
function findDependency(directory, name) {
  const paths = createRequire(join(directory, "package.json")).resolve.paths(name) ?? [];
  const found = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, "package.json")));
  if (found === undefined) throw new StepError(`${directory}: dependency ${name} is not installed`);
  return realpathSync(found);
}

/** What of a workspace package travels: what it would publish, and the addon where it was built. */
function copyBuilt(name, to) {
  const from = join(ROOT, "packages", name);
  const { files = [] } = readPackage(from);
  const wanted = ["package.json", "build/Release", ...files].filter((path) => existsSync(join(from, path)));
  if (!existsSync(join(from, "dist"))) throw new StepError(`packages/${name} is not built`);
  for (const path of wanted) cpSync(join(from, path), join(to, "packages", name, path), { recursive: true });
}

/** Copies a package and all it depends on, flat; the repository's own packages are links to their builds. */
function copyDependencies(from, names, to) {
  for (const name of names) {
    const target = join(to, "node_modules", name);
    if (name.startsWith("@bpf/") || existsSync(target)) continue;
    const source = findDependency(from, name);
    cpSync(source, target, {
      recursive: true,
      filter: (path) => !path.startsWith(join(source, "node_modules/")),
    });
    copyDependencies(source, Object.keys(readPackage(source).dependencies ?? {}), to);
  }
}

/**
 * Lays out what the guest needs of this repository: built packages with their dependencies, committed objects, the
 * runner and the demonstration. Tests are added by the caller.
 *
 * @param {string} to
 */
export function copyRepository(to) {
  mkdirSync(join(to, "node_modules/@bpf"), { recursive: true });
  const packages = readdirSync(join(ROOT, "packages"));
  for (const name of packages) {
    copyBuilt(name, to);
    symlinkSync(`../../packages/${name}`, join(to, "node_modules/@bpf", name));
    const from = join(ROOT, "packages", name);
    copyDependencies(from, Object.keys(readPackage(from).dependencies ?? {}), to);
  }
  copyDependencies(ROOT, ["uvu"], to);
  for (const path of [
    "README.md",
    "examples",
    "testdata/objects",
    "scripts/suites",
    "e2e/demo",
    "e2e/vm/guest-suites.mjs",
  ]) {
    if (existsSync(join(ROOT, path)))
      cpSync(join(ROOT, path), join(to, path), {
        recursive: true,
        filter: (from) => !from.endsWith("/node_modules"),
      });
  }
  writeFileSync(join(to, "package.json"), '{ "private": true, "type": "module" }\n');
}
