/** The TypeScript texts that generate.mjs writes. Members are `[name, value]`, as in extract.json. */

const isMaximum = (name) => /^__MAX_/.test(name);
const isDeprecated = (name) => /_DEPRECATED$/.test(name);
const constantName = (name, prefix) => name.replace(prefix, "");

function emitConstant(name, about, entries) {
  const lines = entries.map(([key, value]) => `  ${key}: ${value},`);
  return [
    `/** ${about}. */`,
    `export const ${name} = {`,
    ...lines,
    "} as const;",
    `export type ${name} = (typeof ${name})[keyof typeof ${name}];`,
    "",
  ].join("\n");
}

function emitNames(variable, about, names) {
  return [
    `/** ${about}. */`,
    `export const ${variable}: readonly string[] = [`,
    ...names.map((name) => `  ${JSON.stringify(name)},`),
    "];",
    "",
  ].join("\n");
}

/** A const object and the table of names that bpftool prints, indexed by value. */
export function emitNamed(name, table, members, { prefix, about, skip, fullNames, keepCase }) {
  const kept = members.filter(([member]) => !isMaximum(member));
  const shown = kept.filter(([member]) => skip === undefined || !skip.test(member));
  const names = [];
  // Aliases share a value: the first that is not deprecated gives the name.
  for (const [member, value] of shown) {
    if (names[value] !== undefined || isDeprecated(member)) continue;
    const short = constantName(member, prefix);
    names[value] = fullNames ? member : keepCase ? short : short.toLowerCase();
  }
  for (let value = 0; value < names.length; value++) {
    if (names[value] === undefined) throw new Error(`${name}: no name for ${value}`);
  }
  const style = fullNames
    ? "The kernel's names"
    : keepCase
      ? "Names as bpftool's BTF dump prints them"
      : "bpftool's names";
  return [
    emitConstant(
      name,
      about,
      (keepCase ? shown : kept).map(([member, value]) => [constantName(member, prefix), value]),
    ),
    emitNames(table, `${style} of {@link ${name}}, by value`, names),
  ].join("\n");
}

/** A const object alone. */
export function emitValues(name, members, { prefix, about }) {
  return emitConstant(
    name,
    about,
    members.filter(([m]) => !isMaximum(m)).map(([m, value]) => [constantName(m, prefix), value]),
  );
}

/** One file a group of macros.json. */
export function emitMacros(groups) {
  const files = {};
  for (const [name, { prefix, suffix = "", about, values }] of Object.entries(groups)) {
    const entries = Object.entries(values).map(([macro, value]) => [
      macro.slice(prefix.length, macro.length - suffix.length),
      value,
    ]);
    const file = name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    files[`${file}.ts`] = emitConstant(name, about.replace(/\.$/, ""), entries);
  }
  return files;
}

/** errno numbers (positive) with name and the C library's text. */
export function emitErrnos(errnos) {
  return [
    "/**",
    " * errno numbers of Linux on x86 and arm64: name and the C library's text, by positive number. 524 (ENOTSUPP) is",
    " * internal to the kernel, and comes out of bpf(2) all the same.",
    " */",
    "export const errnoTable: ReadonlyMap<number, readonly [name: string, text: string]> = new Map([",
    ...errnos.map(
      ([name, number, text]) => `  [${number}, [${JSON.stringify(name)}, ${JSON.stringify(text)}]],`,
    ),
    "]);",
    "",
  ].join("\n");
}

/** Re-exports everything of the directory. */
export function emitIndex(names) {
  return names
    .map((name) => `export * from "./${name.replace(/\.ts$/, ".js")}";\n`)
    .sort()
    .join("");
}
