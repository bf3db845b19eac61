import type { PinNode } from "../ls/pin-tree.js";
import { columns } from "./columns.js";
import type { Style } from "./style.js";
import { type TreeNode, treeRows } from "./tree.js";

function label({ kind, name, target }: PinNode, style: Style): string {
  if (kind === "dir") return style.blue(`${name}/`);
  if (kind === "symlink") return `${style.cyan(name)} -> ${target ?? "?"}`;
  return kind === "unreadable" ? style.dim(name) : style.bold(name);
}

function cells({ kind, id, type, name, objectName, errno, error }: PinNode, style: Style): string[] {
  const failure = errno ?? error?.code;
  if (kind === "unreadable") return [style.dim("unreadable"), style.dim(failure ?? "")];
  if (kind === "dir") return failure === undefined ? [] : [style.dim("unreadable"), style.dim(failure)];
  if (kind === "symlink") return [];
  const named =
    objectName === undefined || objectName === "" || objectName === name ? "" : `name ${objectName}`;
  return [kind, `id ${id}`, style.cyan(String(type)), named];
}

function treeNode(node: PinNode, style: Style): TreeNode {
  return {
    label: label(node, style),
    cells: cells(node, style),
    children: node.children.map((child) => treeNode(child, style)),
  };
}

/** What `bpf ls` shows to people: a tree, with kind, id, type, and the object's own name where it is another. */
export function lsText(root: PinNode, style: Style): string {
  return columns(treeRows({ ...treeNode(root, style), label: style.blue(root.path) }));
}
