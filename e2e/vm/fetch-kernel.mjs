import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { StepError, step } from "../../scripts/setup/progress.mjs";
import { ROOT } from "../../scripts/setup/workspace.mjs";
import { findArchive, sourceLine } from "./apt-source.mjs";
import { KERNELS } from "./kernels.mjs";

/** Where kernels and images are kept between runs. */
export const CACHE = join(ROOT, ".cache", "vm");

/** A configuration that keeps apt away from the system's own state, and from its hooks. */
const configuration = (directory) => `Dir::State "${directory}/state";
Dir::State::status "${directory}/status";
Dir::Cache "${directory}/cache";
Dir::Etc::sourcelist "${directory}/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;

function prepareDirectory(directory, suite) {
  const codename = /^VERSION_CODENAME=(\S+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  const archive = findArchive(codename);
  if (archive === undefined) {
    throw new StepError(
      `apt's sources name no archive for "${codename}", so no kernel of ${suite} can be had; give one with --vmlinuz FILE`,
    );
  }
  for (const name of ["state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  writeFileSync(join(directory, "status"), "");
  writeFileSync(join(directory, "sources.list"), sourceLine(archive, suite));
  writeFileSync(join(directory, "apt.conf"), configuration(directory));
}

/** The newest package whose name fits. */
function newestPackage(options, pattern) {
  const search = spawnSync("apt-cache", [...options, "search", "--names-only", pattern], {
    encoding: "utf8",
  });
  const names = search.stdout.split("\n").map((line) => line.split(" ")[0]);
  const byVersion = new Intl.Collator("en", { numeric: true }).compare;
  return names
    .filter((name) => new RegExp(pattern).test(name))
    .sort(byVersion)
    .at(-1);
}

function findImage(directory, image) {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return paths.find((path) => image.test(relative(directory, path)));
}

/**
 * The kernel image of a version, fetched from Debian once and kept. Needs apt, and no root.
 *
 * @param {string} version a key of KERNELS
 * @returns {Promise<{ vmlinuz: string, name: string }>} name: the package it came from
 */
export async function fetchKernel(version) {
  const kernel = KERNELS[version];
  if (kernel === undefined) {
    throw new StepError(`no such kernel: ${version}; known: ${Object.keys(KERNELS).join(", ")}`);
  }
  const home = join(CACHE, `kernel-${version}`);
  const vmlinuz = join(home, "vmlinuz");
  const nameFile = join(home, "package");
  if (existsSync(nameFile)) return { vmlinuz, name: readFileSync(nameFile, "utf8").trim() };

  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(join(home, "fetch-"));
  try {
    prepareDirectory(work, kernel.suite);
    const options = ["-c", join(work, "apt.conf")];
    await step(`Reading the package list of ${kernel.suite}`, ["apt-get", ...options, "update", "-q"]);
    const name = newestPackage(options, kernel.pattern);
    if (name === undefined) throw new StepError(`${kernel.suite} holds no package like ${kernel.pattern}`);
    await step(`Fetching ${name}`, ["apt-get", ...options, "download", "-q", name], { cwd: work });
    const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
    await step(`Unpacking ${archive}`, ["dpkg-deb", "-x", join(work, archive), join(work, "root")]);
    const image = findImage(join(work, "root"), kernel.image);
    if (image === undefined) throw new StepError(`${archive} holds no file like ${kernel.image}`);
    copyFileSync(image, `${vmlinuz}.new`);
    renameSync(`${vmlinuz}.new`, vmlinuz);
    writeFileSync(nameFile, `${name}\n`);
    return { vmlinuz, name };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
