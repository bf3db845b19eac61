import { MapType } from "@bpf/elf";
import ts from "typescript";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { MapShape } from "../../src/gen/map-shape.js";
import { moduleText } from "../../src/gen/module-text.js";
import type { Layout, StructLayout } from "../../src/layout/layout.js";
import { diagnosticsOf } from "./compile.js";
import { runModule } from "./run-module.js";

const test = suite("hostile names in generated types");

const u32: Layout = { kind: "integer", size: 4, signed: false };

/** What would end a comment, a string, a line, a template, an identifier, or mean something already. */
const hostile = [
  "*/ export const broken = 1; /*",
  '"; export const broken = 2; //',
  "'`$" + "{broken}`",
  "a\nexport const broken = 3;",
  "a\r\u2028\u2029\u0000b",
  "@ts-nocheck",
  "\\",
  "\\u002a/",
  "</script>",
  "__proto__",
  "constructor",
  "then",
  "default",
  "class",
  "Uint8Array",
  "Readonly",
  "TypedMap",
  "typed_map",
  "map",
  "Map",
  "T",
  "LpmKey",
  "naïve_größe",
  "日本",
  "🐝",
  "_",
  "",
  " ",
  "3d",
  "$",
  "a.b-c d",
  "flow",
  "Flow",
  "FLOW",
  "flow2",
];

const structOf = (name: string, fields: readonly string[]): StructLayout => ({
  kind: "struct",
  name,
  size: fields.length * 4,
  fields: fields.map((field, i) => ({ name: field, offset: i * 4, layout: u32 })),
});

const named = hostile.filter((name) => name !== "");

function shape(name: string, type: number, value: Layout, more: Partial<MapShape> = {}): MapShape {
  const brought = { key: false, value: type === MapType.QUEUE };
  return {
    name,
    type,
    keySize: 4,
    valueSize: 4,
    key: u32,
    value,
    brought,
    path: `/sys/fs/bpf/${name}`,
    ...more,
  };
}

/** Every name as that of a map, a struct, its fields, an enum, its values, variables, and in a reason. */
const shapes: MapShape[] = hostile.flatMap((name) => {
  const inside = structOf(name, named);
  const values = hostile.map((value, i) => ({ name: value, value: i }));
  const state: Layout = { kind: "enum", name, size: 4, signed: false, values };
  const big: Layout = { kind: "enum", name, size: 8, signed: true, values: [{ name, value: -(2n ** 63n) }] };
  const outer: Layout = {
    kind: "struct",
    name: "outer",
    size: 1000,
    fields: [
      { name: "inside", offset: 0, layout: { kind: "array", element: inside, length: 2 } },
      { name: "state", offset: 992, layout: state },
      { name: name || "big", offset: 984, layout: big },
    ],
  };
  return [
    shape(name, MapType.QUEUE, outer),
    shape(name, MapType.HASH, { ...structOf("", named), name }),
    shape(name, MapType.HASH, u32, { untyped: name }),
    shape(name, MapType.ARRAY, u32, { section: { ...inside, name: `.data.${name}` } }),
    shape(name, MapType.ARENA, u32),
  ];
});

/** Those of a module that nobody has broken into. */
const expectedKinds = new Set([
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.FunctionDeclaration,
]);

/** Statements that somebody's name has brought into a module. */
function strangers(file: ts.SourceFile): string[] {
  return file.statements
    .filter(({ kind }) => !expectedKinds.has(kind))
    .map((statement) => statement.getText(file));
}

const parsed = (text: string): ts.SourceFile =>
  ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2022);

test("a module has the statements that it should have", () => {
  const file = parsed(moduleText(shapes, undefined));
  assert.equal(strangers(file), []);
  const functions = file.statements.filter(ts.isFunctionDeclaration);
  assert.is(functions.length, 4 * hostile.length);
  assert.is(new Set(functions.map(({ name }) => name!.text)).size, functions.length);
  assert.is(file.statements.filter(ts.isImportDeclaration).length, 1);
});

test("the name of what it was made of stays in its comment", () => {
  const one = shapes.slice(0, 1);
  const count = parsed(moduleText(one, undefined)).statements.length;
  for (const source of hostile) {
    const file = parsed(moduleText(one, source));
    assert.equal(strangers(file), [], source);
    assert.is(file.statements.length, count, source);
  }
});

test("it compiles", () => {
  assert.equal(diagnosticsOf(new Map([["hostile", moduleText(shapes, hostile[0])]])), []);
});

test("layouts and paths come out of the module as they went in", () => {
  const { functions, calls } = runModule(moduleText(shapes, undefined));
  for (const open of functions) open();
  const queues = shapes.filter(({ type }) => type === MapType.QUEUE);
  const opened = calls.filter(({ opener }) => opener === "openQueue");
  assert.is(opened.length, queues.length);
  for (const [i, { path, value }] of queues.entries()) {
    assert.is(opened[i]!.source, path);
    assert.equal(opened[i]!.options, { value });
  }
});

test.run();
