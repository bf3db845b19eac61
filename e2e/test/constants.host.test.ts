/** The generated constants against the C compiler's headers and libbpf's own name tables. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../../", import.meta.url));
const generated = (name: string) => import(join(root, "packages/syscall/src/generated", name));
const readJson = (name: string) => JSON.parse(readFileSync(join(root, "scripts/constants", name), "utf8"));

type Member = readonly [name: string, value: number];
const extract = readJson("extract.json") as { enums: Record<string, Member[]>; errno: Member[] };
const macros = readJson("macros.json") as Record<string, { header: string; values: Record<string, number> }>;

/** Standard output of a C program, compiled from `source`. */
function runC(source: string, ...flags: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "constants-"));
  try {
    const program = join(directory, "program");
    execFileSync("cc", ["-x", "c", "-", "-o", program, ...flags], { input: source });
    return execFileSync(program, { encoding: "utf8" });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const test = suite("generated constants");

test("are what generate.mjs makes of the extract", () => {
  execFileSync(process.execPath, [join(root, "scripts/constants/generate.mjs"), "--check"], {
    stdio: "pipe",
  });
});

test("macros have the values of the headers", () => {
  const groups = Object.values(macros);
  const headers = [...new Set(groups.map(({ header }) => `#include <${header}>`))];
  const wanted = groups.flatMap(({ values }) => Object.entries(values));
  const prints = wanted.map(([name]) => `printf("${name} %llu\\n", (unsigned long long)${name});`);
  const output = runC(
    `#include <stdio.h>\n${headers.join("\n")}\nint main(void) {\n${prints.join("\n")}\n}\n`,
  );
  assert.equal(
    output.trim().split("\n"),
    wanted.map(([name, value]) => `${name} ${value}`),
  );
});

test("enums have the values of linux/bpf.h, as far as it knows them", () => {
  const headers = ["linux/bpf.h", "linux/btf.h"]
    .map((name) => readFileSync(`/usr/include/${name}`, "utf8"))
    .join("\n");
  const members = Object.values(extract.enums)
    .flat()
    .filter(([name]) => !/MAX|^NR_/.test(name) && new RegExp(`^\\s+${name}\\b`, "m").test(headers));
  assert.ok(members.length > 150, `${members.length} members`);
  const prints = members.map(([name]) => `printf("${name} %d\\n", (int)${name});`);
  const output = runC(
    `#include <stdio.h>\n#include <linux/bpf.h>\n#include <linux/btf.h>\nint main(void) {\n${prints.join("\n")}\n}\n`,
  );
  assert.equal(
    output.trim().split("\n"),
    members.map(([name, value]) => `${name} ${value}`),
  );
});

test("enums have the values of the running kernel, as far as it knows them", () => {
  const dump = execFileSync("bpftool", ["-j", "btf", "dump", "file", "/sys/kernel/btf/vmlinux"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const types = JSON.parse(dump).types as { kind: string; values?: { name: string; val: number }[] }[];
  const running = new Map(
    types
      .filter(({ kind }) => kind === "ENUM")
      .flatMap(({ values }) => values!.map(({ name, val }) => [name, val] as const)),
  );
  const members = Object.values(extract.enums)
    .flat()
    .filter(([name]) => !/MAX|^NR_/.test(name) && running.has(name));
  assert.ok(members.length > 150, `${members.length} members`);
  for (const [name, value] of members) assert.is(running.get(name), value, name);
});

const tables = [
  ["map-type.ts", "mapTypeNames", "libbpf_bpf_map_type_str"],
  ["program-type.ts", "programTypeNames", "libbpf_bpf_prog_type_str"],
  ["attach-type.ts", "attachTypeNames", "libbpf_bpf_attach_type_str"],
  ["link-type.ts", "linkTypeNames", "libbpf_bpf_link_type_str"],
] as const;

for (const [file, table, describe] of tables) {
  test(`${table} are ${describe}'s, as far as this libbpf knows them`, async () => {
    const ours = (await generated(file))[table] as readonly string[];
    const output = runC(
      `#include <stdio.h>\n#include <bpf/libbpf.h>\nint main(void) {\n` +
        `for (int n = 0; ; n++) { const char *name = ${describe}(n); if (!name) return 0; puts(name); }\n}\n`,
      "-lbpf",
    );
    const theirs = output.trim().split("\n");
    assert.ok(theirs.length > 8, `${theirs.length} names`);
    assert.equal(ours.slice(0, theirs.length), theirs);
  });
}

test("mapTypeNames has every type that bpftool's help lists", async () => {
  const { mapTypeNames } = await generated("map-type.ts");
  const help = execFileSync("sh", ["-c", "bpftool map help 2>&1"], { encoding: "utf8" });
  const listed = /TYPE := \{([^}]*)\}/
    .exec(help)![1]!
    .split("|")
    .map((name) => name.trim());
  assert.ok(listed.length >= 31, `${listed.length} types`);
  assert.equal(
    listed.filter((name) => !mapTypeNames.includes(name)),
    [],
  );
});

test("each storage of cgroups has its own name", async () => {
  const { mapTypeNames } = await generated("map-type.ts");
  assert.equal(
    [mapTypeNames[19], mapTypeNames[21], mapTypeNames[32]],
    ["cgroup_storage", "percpu_cgroup_storage", "cgrp_storage"],
  );
});

test("errno names and texts are the C library's", async () => {
  const { errnoTable } = (await generated("errno.ts")) as {
    errnoTable: ReadonlyMap<number, readonly [string, string]>;
  };
  const known = [...errnoTable].filter(([number]) => number !== 524);
  const prints = known.map(([, [name]]) => `printf("%d ${name} %s\\n", ${name}, strerror(${name}));`);
  const output = runC(
    `#include <errno.h>\n#include <stdio.h>\n#include <string.h>\nint main(void) {\n${prints.join("\n")}\n}\n`,
  );
  assert.equal(
    output.trim().split("\n"),
    known.map(([number, [name, text]]) => `${number} ${name} ${text}`),
  );
});

test.run();
