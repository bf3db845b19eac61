/** The C header with the same constants, for testdata and examples: macros, so that they leave no trace in BTF. */
export function emitHeader(kernel, groups) {
  const lines = groups.map((members) =>
    members.filter(([name]) => !name.startsWith("__")).map(([name, value]) => `#define ${name} ${value}\n`),
  );
  return [
    `/* Made by scripts/constants/generate.mjs from the BTF of Linux ${kernel}; do not edit. */\n#pragma once\n`,
    ...lines.map((group) => group.join("")),
  ].join("\n");
}
