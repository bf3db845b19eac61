import { test } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../src/output/columns.js";
import { colorStyle } from "../../src/output/style.js";
import { treeRows } from "../../src/output/tree.js";

test("columns are as wide as their widest cell, and nothing trails", () => {
  assert.is(
    columns([
      ["a", "bb", ""],
      ["ccc", "d", "e"],
    ]),
    "a    bb\nccc  d   e\n",
  );
  assert.is(columns([]), "");
});

test("indent, and numbers at the right", () => {
  assert.is(
    columns(
      [
        ["x", "5"],
        ["yy", "123"],
      ],
      { indent: 2, right: [1] },
    ),
    "  x     5\n  yy  123\n",
  );
});

test("what a terminal would obey is shown instead, but for our own colours", () => {
  assert.is(
    columns([[colorStyle.red("a\u001b[8mb"), "c\nd\u009b2J", "e\u202ef\tg"]]),
    "\u001b[31ma\\u001b[8mb\u001b[39m  c\\u000ad\\u009b2J  e\\u202ef\tg\n",
  );
});

test("colours take no width", () => {
  assert.is(
    columns([
      [colorStyle.red("a"), "b"],
      ["cc", "d"],
    ]),
    "\u001b[31ma\u001b[39m   b\ncc  d\n",
  );
});

test("a tree is drawn with box characters", () => {
  const leaf = (label: string) => ({ label, cells: ["c"], children: [] });
  const rows = treeRows({
    label: "root",
    cells: [],
    children: [{ label: "dir", cells: [], children: [leaf("x"), leaf("y")] }, leaf("z")],
  });
  assert.equal(rows, [["root"], ["├── dir"], ["│   ├── x", "c"], ["│   └── y", "c"], ["└── z", "c"]]);
});

test.run();
