import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const DIRECTORY = "/etc/apt";

/** One-line format: `deb [options] URI SUITE COMPONENT…`. */
function fromLines(text) {
  const entries = [];
  for (const match of text.matchAll(/^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/gm)) {
    const [, options = "", uri, suite, components] = match;
    entries.push({ uri, suites: [suite], components: components.split(/\s+/), options: options.trim() });
  }
  return entries;
}

/** deb822 format: paragraphs of `Field: value`. */
function fromParagraphs(text) {
  const entries = [];
  for (const paragraph of text.replace(/^#.*\n?/gm, "").split(/\n\s*\n/)) {
    const fields = new Map();
    for (const [, name, value] of paragraph.matchAll(/^([\w-]+):[ \t]*(.*(?:\n[ \t]+.*)*)$/gm)) {
      fields.set(name.toLowerCase(), value.trim());
    }
    const words = (name) => (fields.get(name) ?? "").split(/\s+/).filter((word) => word !== "");
    if (!words("types").includes("deb") || fields.get("enabled") === "no") continue;
    const key = fields.get("signed-by");
    const options = key?.startsWith("/") ? `signed-by=${key}` : "";
    for (const uri of words("uris")) {
      entries.push({ uri, suites: words("suites"), components: words("components"), options });
    }
  }
  return entries;
}

/**
 * Finds, among apt's own sources, the archive that holds the release this machine runs.
 *
 * @param {string} codename `VERSION_CODENAME` of /etc/os-release
 * @param {string} [directory] apt's configuration
 * @returns {{ uri: string, options: string } | undefined}
 */
export function findArchive(codename, directory = DIRECTORY) {
  const parts = join(directory, "sources.list.d");
  const files = [join(directory, "sources.list")];
  if (existsSync(parts)) files.push(...readdirSync(parts).map((name) => join(parts, name)));
  for (const file of files.filter(existsSync)) {
    const text = readFileSync(file, "utf8");
    const entries = file.endsWith(".sources") ? fromParagraphs(text) : fromLines(text);
    const found = entries.find(
      ({ suites, components }) => suites.includes(codename) && components.includes("main"),
    );
    if (found !== undefined) return { uri: found.uri, options: found.options };
  }
  return undefined;
}

/**
 * A sources.list for another suite of the same archive.
 *
 * @param {{ uri: string, options: string }} archive
 * @param {string} suite
 */
export function sourceLine({ uri, options }, suite) {
  return `deb ${options === "" ? "" : `[${options}] `}${uri} ${suite} main\n`;
}
