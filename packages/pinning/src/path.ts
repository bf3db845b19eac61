import { PinPathError, type PinPathReason } from "./errors.js";

/** NAME_MAX: bytes of one component. */
const componentLimit = 255;

/** Whether a path is for a new pin (`strict`) or names one that may exist already, dots included (`existing`). */
export type PathRule = "strict" | "existing";

const fault = (component: string, rule: PathRule): [PinPathReason, string] | undefined => {
  if (component === "") return ["empty", "a component is empty"];
  if (component === "." || component === "..") {
    return ["dot-component", `the component ${component} is not allowed`];
  }
  if (component.includes("\0")) return ["nul", `the component ${JSON.stringify(component)} holds a NUL`];
  if (Buffer.byteLength(component) > componentLimit) {
    return ["too-long", `the component ${component.slice(0, 20)}… is over ${componentLimit} bytes`];
  }
  if (rule === "strict" && component.includes(".")) {
    return ["dotted", `the component ${component} holds a dot, which bpffs refuses (EPERM)`];
  }
  return undefined;
};

/** True for what is a fit component beyond doubt: a C identifier of ordinary length. */
export const isPlainName = (name: string): boolean => /^\w{1,200}$/.test(name);

/** Whose pin a path is for, for messages: a map by its name alone. */
export type PathOwner = string | { readonly program: string };

/**
 * Splits a path into its components below `root`; it is relative to root, or absolute inside it. Unfit components are
 * refused, never normalised away (docs/semantics.md section 4).
 * @throws PinPathError naming the component and the reason.
 */
export function pathComponents(path: string, root: string, rule: PathRule, owner?: PathOwner): string[] {
  const { map, program }: { map?: string; program?: string } =
    typeof owner === "string" ? { map: owner } : { ...owner };
  let subject = "";
  if (map !== undefined) subject = ` of map ${map}`;
  else if (program !== undefined) subject = ` of program ${program}`;
  const refuse = (reason: PinPathReason, why: string, component?: string): never => {
    throw new PinPathError(reason, `The pin path ${JSON.stringify(path)}${subject} is refused: ${why}.`, {
      map,
      program,
      path,
      component,
    });
  };
  if (path === "") refuse("empty", "it is empty");
  let below = path;
  if (path.startsWith("/")) {
    const prefix = root === "/" ? "/" : `${root}/`;
    if (path === root || path === prefix) refuse("empty", `it is the root ${root} itself`);
    if (!path.startsWith(prefix)) refuse("outside-root", `it is outside the root ${root}`);
    below = path.slice(prefix.length);
  }
  const components = below.split("/");
  for (const component of components) {
    const found = fault(component, rule);
    if (found) refuse(found[0], found[1], component);
  }
  return components;
}

/** The absolute path of components below root, for messages and reports. */
export function pathBelow(root: string, components: readonly string[]): string {
  if (components.length === 0) return root;
  return `${root === "/" ? "" : root}/${components.join("/")}`;
}

/**
 * The root as everything else names it: absolute, no doubled or trailing slash.
 * @throws PinPathError where it is relative, or has `.`, `..` or a NUL.
 */
export function rootPath(root: string): string {
  const refuse = (reason: PinPathReason, why: string): never => {
    throw new PinPathError(reason, `The root ${JSON.stringify(root)} is refused: ${why}.`, { path: root });
  };
  if (!root.startsWith("/")) refuse("outside-root", "it is not an absolute path");
  if (root.includes("\0")) refuse("nul", "it holds a NUL");
  const components = root.split("/").filter((component) => component !== "");
  if (components.includes(".") || components.includes("..")) {
    refuse("dot-component", "the components . and .. are not allowed");
  }
  return `/${components.join("/")}`;
}
