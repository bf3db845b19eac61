const IMPORTS_TEST = /^import\s*\{[^}]*\btest\b[^}]*\}\s*from\s*["']uvu["']/m;
const SUITE = /^\s*(?:const|let)\s+(\w+)\s*=\s*suite\b/gm;
const DIRECTIVE = /^\/\/ runner: (.+)$/gm;

const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

/**
 * Suites of a test file that are declared and never run: uvu passes over them in silence.
 *
 * @param {string} source
 * @returns {string[]} the variables that lack a `.run()`; `["(none)"]` for a file that runs nothing at all
 */
export function suitesNotRun(source) {
  const code = withoutComments(source);
  const declared = [...code.matchAll(SUITE)].map((match) => match[1]);
  if (IMPORTS_TEST.test(code)) declared.push("test");
  const missing = declared.filter((name) => !new RegExp(`\\b${name}\\.run\\(`).test(code));
  if (missing.length === 0 && !/\.run\(/.test(code)) return ["(none)"];
  return missing;
}

/**
 * What a test file asks of the runner, in comment lines of its own:
 * `// runner: exclusive` (nothing else runs meanwhile: the file measures or races) and `// runner: timeout SECONDS`.
 *
 * @param {string} source
 * @returns {{ exclusive: boolean, timeoutSeconds?: number }}
 * @throws {Error} for any other word
 */
export function parseDirectives(source) {
  const wishes = { exclusive: false };
  for (const [, text] of source.matchAll(DIRECTIVE)) {
    for (const wish of text.split(",").map((part) => part.trim())) {
      const timeout = /^timeout (\d+)$/.exec(wish);
      if (timeout !== null) wishes.timeoutSeconds = Number(timeout[1]);
      else if (wish === "exclusive") wishes.exclusive = true;
      else throw new Error(`unknown word for the runner: "${wish}"`);
    }
  }
  return wishes;
}
