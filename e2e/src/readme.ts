/** A package's README, whose examples a reader would copy: each is run as it stands. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { examples } from "./objects.js";

/** An example, its heading and what the page says it prints; or a block of commands. */
export type Part =
  | { readonly heading: string; readonly code: string; readonly output: string }
  | { readonly heading: string; readonly commands: string };

const directoryOf = (name: string): string =>
  dirname(createRequire(import.meta.url).resolve(`@bpf/${name}/package.json`));

/** The text of a package's README. */
export const pageOf = (name: string): string => readFileSync(join(directoryOf(name), "README.md"), "utf8");

/** A page's examples (a `js` block with the `text` that it prints) and `console` blocks, in their order. */
export function partsOf(page: string): Part[] {
  const blocks = /^###? ([^\n]+)$|^```js\n(.*?)^```\n\n```text\n(.*?)^```$|^```console\n.*?^```$/gms;
  const parts: Part[] = [];
  let heading = "";
  for (const [block, title, code, output] of page.matchAll(blocks)) {
    if (title !== undefined) heading = title;
    else if (code === undefined) parts.push({ heading, commands: block });
    else parts.push({ heading, code, output: output!.trimEnd() });
  }
  return parts;
}

/**
 * A place where packages are installed and the examples at hand, as for a reader who tries the page.
 *
 * @returns runs an example there, and gives what it prints, its errors last
 */
export function readersPlace(packages: readonly string[]): (code: string) => string {
  const place = mkdtempSync(join(tmpdir(), "readme-"));
  process.once("exit", () => rmSync(place, { recursive: true }));
  mkdirSync(join(place, "node_modules/@bpf"), { recursive: true });
  symlinkSync(examples, join(place, "examples"));
  for (const name of packages) symlinkSync(directoryOf(name), join(place, "node_modules/@bpf", name));
  return (code) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      cwd: place,
      encoding: "utf8",
    });
    return `${stdout}${stderr}`.trimEnd();
  };
}
