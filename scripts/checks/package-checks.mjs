import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILD_ENVIRONMENT, pnpm, ROOT } from "../setup/workspace.mjs";
import { runCheck } from "./check.mjs";

const PACKAGES = join(ROOT, "packages");
const binary = (name) => join(ROOT, "node_modules/.bin", name);

/** Names of the public packages' directories. */
export function publicPackages() {
  const isPublic = (name) => !JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")).private;
  return readdirSync(PACKAGES).filter(isPublic);
}

/** Names of the checks, in the order in which they run. */
export function packageCheckNames() {
  const each = publicPackages().flatMap((name) => [`pack ${name}`, `publint ${name}`, `attw ${name}`]);
  return [...each, "install packed"].map((name) => `check ${name}`);
}

async function packAndCheck(name, tarballs, report) {
  const to = join(tarballs, name);
  mkdirSync(to);
  const command = pnpm(["pack", "--pack-destination", to]);
  const packed = await runCheck({
    name: `check pack ${name}`,
    command,
    cwd: join(PACKAGES, name),
    env: BUILD_ENVIRONMENT,
  });
  report(packed);
  const file = readdirSync(to).find((entry) => entry.endsWith(".tgz"));
  if (file === undefined) return undefined;
  const tarball = join(to, file);
  report(
    await runCheck({
      name: `check publint ${name}`,
      command: [binary("publint"), "run", tarball, "--strict"],
    }),
  );
  report(await runCheck({ name: `check attw ${name}`, command: [binary("attw"), tarball, "--no-emoji"] }));
  return tarball;
}

/**
 * Packs every public package as it would be published, checks the tarballs by publint and attw, and installs them
 * all in an empty project that then uses them.
 *
 * @param {(result: import("../suites/result.mjs").Result) => void} report
 */
export async function checkPackages(report) {
  const work = mkdtempSync(join(tmpdir(), "bpf-packed-"));
  const tarballs = [];
  for (const name of publicPackages()) tarballs.push(await packAndCheck(name, work, report));
  const command = ["bash", join(ROOT, "scripts/checks/install-packed.sh"), ...tarballs.filter(Boolean)];
  report(await runCheck({ name: "check install packed", command }));
}
