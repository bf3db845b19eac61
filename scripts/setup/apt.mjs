import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StepError, shown, step } from "./progress.mjs";

const LISTS = "/var/lib/apt/lists";

/** Nothing may ask a question: there may be no terminal. */
const ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/** Is there such a program? /usr/sbin counts, which an ordinary user's PATH lacks. */
export function hasProgram(name) {
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return directories.some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isInstalled(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholder
  const { stdout } = spawnSync("dpkg-query", ["-W", "-f", "${Status}", name], { encoding: "utf8" });
  return stdout === "install ok installed";
}

const listsAreEmpty = () => !readdirSync(LISTS).some((name) => name.includes("_Packages"));

const update = () =>
  step("Reading Debian's package lists", ["apt-get", "update", "-q"], { env: ENVIRONMENT });

/**
 * Installs Debian packages that are missing, all in one go.
 *
 * @param {string[]} packages
 * @param {string} purpose what they are for, told to the user
 * @throws {StepError} without apt or root: the text holds the command to run
 */
export async function aptInstall(packages, purpose) {
  if (!hasProgram("dpkg-query") || !hasProgram("apt-get")) {
    throw new StepError(`${purpose}: this is no Debian system; install the like of: ${packages.join(" ")}`);
  }
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", ...missing];
  if (process.getuid() !== 0) {
    throw new StepError(
      `${purpose}: missing ${missing.join(", ")}. Install them once, then try again:\n    sudo ${shown(install)}`,
    );
  }
  if (listsAreEmpty()) await update();
  const heading = `Installing ${missing.join(", ")} (${purpose})`;
  try {
    await step(heading, install, { env: ENVIRONMENT });
  } catch (error) {
    // Lists of another day name versions that the mirror no longer holds.
    console.log(`    failed; once more with new package lists: ${error.message.split("\n").at(-1)}`);
    await update();
    await step(heading, install, { env: ENVIRONMENT });
  }
}
