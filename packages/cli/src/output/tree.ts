/** A node of a tree to draw: its line, and what hangs below it. */
export interface TreeNode {
  readonly label: string;
  /** Further columns after the label, aligned over the whole tree. */
  readonly cells: readonly string[];
  readonly children: readonly TreeNode[];
}

/** Rows of a tree drawn with box characters, the label's column first; for {@link columns}. */
export function treeRows(root: TreeNode): string[][] {
  const rows: string[][] = [[root.label, ...root.cells]];
  const add = (node: TreeNode, indent: string): void => {
    for (const [index, child] of node.children.entries()) {
      const last = index === node.children.length - 1;
      rows.push([`${indent}${last ? "└── " : "├── "}${child.label}`, ...child.cells]);
      add(child, indent + (last ? "    " : "│   "));
    }
  };
  add(root, "");
  return rows;
}
