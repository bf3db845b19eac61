/** docs/sections.md says what @bpf/elf makes of each section name, and libbpf where it knows the name. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { attachTypeName, type ProgramSpec, programSectionNames, programTypeName } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildNative } from "../src/native-program.js";
import { parseFile } from "../src/objects.js";

interface Row {
  readonly section: string;
  readonly type: string;
  /** Undefined where the page has a dash. */
  readonly attachType: string | undefined;
  readonly sleepable: boolean;
  /** What may follow the name. */
  readonly target: string;
  /** Whether libbpf 1.1 knows it. */
  readonly inLibbpf: boolean;
}

const page = readFileSync(fileURLToPath(new URL("../../docs/sections.md", import.meta.url)), "utf8");

const rows: Row[] = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => {
    const [section, type, attachType, sleepable, target, libbpf] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const plain = (cell: string | undefined): string => cell!.replaceAll("`", "");
    return {
      section: plain(section),
      type: plain(type),
      attachType: attachType === "–" ? undefined : plain(attachType),
      sleepable: sleepable === "yes",
      target: plain(target),
      inLibbpf: libbpf === "yes",
    };
  });

/** Compiles a program for each section, named after its place in the list, and reads the object. */
function programsIn(sections: readonly string[]): ProgramSpec[] {
  const directory = mkdtempSync(join(tmpdir(), "sections-"));
  try {
    const [source, object] = [join(directory, "sections.c"), join(directory, "sections.o")];
    const functions = sections.map(
      (name, i) => `__attribute__((section("${name}"), used)) int p${i}(void *c) { return 0; }\n`,
    );
    writeFileSync(source, functions.join(""));
    execFileSync("clang", ["-O2", "-target", "bpf", "-c", source, "-o", object]);
    const { programs } = parseFile(object);
    return sections.map((_, i) => programs.get(`p${i}`)!);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const sections = rows.map(({ section }) => section);
const programs = programsIn(sections);

const test = suite("docs/sections.md");

test("has every name that is known, in the code's order, and no other", () => {
  assert.equal(sections, [...programSectionNames]);
});

test("says of each what a compiled program in it is", () => {
  const said = rows.map(({ section, type, attachType, sleepable }) => ({
    section,
    type,
    attachType,
    sleepable,
  }));
  const found = programs.map(({ section, type, attachType, sleepable }) => ({
    section,
    type: programTypeName(type!),
    attachType: attachType === null ? undefined : attachTypeName(attachType),
    sleepable,
  }));
  assert.equal(found, said);
});

test("libbpf takes each name that it knows for the same, and knows those that the page says", () => {
  const [version, ...answers] = execFileSync(buildNative("libbpf-sections", "bpf"), sections, {
    encoding: "utf8",
  })
    .trim()
    .split("\n");
  const known = answers.flatMap((answer, i) => (answer === "unknown" ? [] : [i]));
  assert.equal(
    known.map((i) => `${sections[i]}: ${answers[i]}`),
    known.map((i) => `${sections[i]}: ${programs[i]!.type} ${programs[i]!.attachType ?? 0}`),
  );
  assert.ok(known.length >= 80, `libbpf ${version} knows ${known.length}`);
  if (version === "v1.1")
    assert.equal(
      rows.filter(({ inLibbpf }) => inLibbpf).map(({ section }) => section),
      known.map((i) => sections[i]),
    );
});

test("what follows a slash is read as the place, where the page names one", () => {
  const named = rows.filter(({ target }) => target !== "–");
  assert.ok(named.length >= 40);
  const found = programsIn(named.map(({ section }) => `${section}/place`));
  for (const [i, { attachTo, type }] of found.entries()) {
    assert.is(attachTo, "place", named[i]!.section);
    assert.is(programTypeName(type!), named[i]!.type);
  }
  const [quiet, unknown] = programsIn(["?fentry/place", "no_such_section"]);
  assert.equal([quiet!.autoload, quiet!.attachTo], [false, "place"]);
  assert.is(unknown!.type, null);
});

test.run();
