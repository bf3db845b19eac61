#!/usr/bin/env node
/**
 * Writes the constants of bpf(2) as TypeScript (and a C header for testdata), from extract.json (enums of a kernel's BTF, errno names) and
 * macros.json (what BTF lacks):
 *
 *   node scripts/constants/generate.mjs [--check]
 *
 * With --check nothing is written; the exit status is 1 where a file differs from what would be written.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emitErrnos, emitIndex, emitMacros, emitNamed, emitValues } from "./emit.mjs";
import { emitHeader } from "./header.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readJson = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const { kernel, enums, errno } = readJson("extract.json");
const macros = readJson("macros.json");

const mapType = emitNamed("MapType", "mapTypeNames", enums.bpf_map_type, {
  prefix: "BPF_MAP_TYPE_",
  about: "enum bpf_map_type",
});
const programType = emitNamed("ProgramType", "programTypeNames", enums.bpf_prog_type, {
  prefix: "BPF_PROG_TYPE_",
  about: "enum bpf_prog_type",
});
const attachType = emitNamed("AttachType", "attachTypeNames", enums.bpf_attach_type, {
  prefix: "BPF_",
  about: "enum bpf_attach_type",
});
const linkType = emitNamed("LinkType", "linkTypeNames", enums.bpf_link_type, {
  prefix: "BPF_LINK_TYPE_",
  about: "enum bpf_link_type",
});
const mapFlag = emitValues("MapFlag", enums.map_flags, {
  prefix: "BPF_F_",
  about: "Flags of BPF_MAP_CREATE (map_flags); RDONLY, WRONLY and PATH_FD also of BPF_OBJ_GET (file_flags)",
});

const outputs = {
  "packages/elf/src/generated": {
    "map-type.ts": mapType,
    "program-type.ts": programType,
    "attach-type.ts": attachType,
    "map-flag.ts": mapFlag,
    "btf-kind.ts": emitNamed("BtfKind", "btfKindNames", enums.btf_kind, {
      prefix: "BTF_KIND_",
      about: "Kinds of BTF types",
      skip: /^(NR_BTF_KINDS|BTF_KIND_MAX)$/,
      keepCase: true,
    }),
  },
  "packages/syscall/src/generated": {
    "map-type.ts": mapType,
    "program-type.ts": programType,
    "attach-type.ts": attachType,
    "map-flag.ts": mapFlag,
    "link-type.ts": linkType,
    "command.ts": emitNamed("Command", "commandNames", enums.bpf_cmd, {
      prefix: "BPF_",
      about: "enum bpf_cmd",
      skip: /^BPF_COMMON_ATTRS$/,
      fullNames: true,
    }),
    "update-flag.ts": emitValues("UpdateFlag", enums.update_flags, {
      prefix: /^BPF_(F_)?/,
      about: "Flags of BPF_MAP_UPDATE_ELEM and its relatives",
    }),
    "errno.ts": emitErrnos([...errno, ["ENOTSUPP", 524, "Operation is not supported"]]),
    ...emitMacros(macros),
  },
};

const header = `// Made by scripts/constants/generate.mjs from the BTF of Linux ${kernel}; do not edit.\n`;
const check = process.argv.includes("--check");
const differing = [];

function currentText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function put(path, text) {
  if (currentText(join(root, path)) === text) return;
  differing.push(path);
  if (!check) writeFileSync(join(root, path), text);
}

for (const [directory, files] of Object.entries(outputs)) {
  mkdirSync(join(root, directory), { recursive: true });
  const all = { ...files, "index.ts": emitIndex(Object.keys(files)) };
  for (const [name, text] of Object.entries(all)) put(join(directory, name), header + text);
  for (const name of readdirSync(join(root, directory)).filter((name) => !(name in all))) {
    differing.push(join(directory, name));
    if (!check) rmSync(join(root, directory, name));
  }
}
put("testdata/include/bpf_constants.h", emitHeader(kernel, [enums.bpf_map_type, enums.map_flags]));

for (const name of differing) console.log(`${check ? "differs" : "written"}: ${name}`);
if (check && differing.length > 0) {
  console.error("run node scripts/constants/generate.mjs and commit the result");
  process.exit(1);
}
