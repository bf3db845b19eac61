import { resolve } from "node:path";
import { PinPathError, type PinPathReason } from "@bpf/pinning";
import { defaultRoot } from "./default-root.js";
import type { OptionValues } from "./option-values.js";

/**
 * The root that the command line means, absolute: `--root` may be relative to the working directory, and end in a
 * slash. An absolute one is left for `@bpf/pinning` to judge.
 */
export function rootOf(options: OptionValues): string {
  const { root = defaultRoot } = options;
  if (!root.startsWith("/")) return resolve(root);
  return root.replace(/\/+$/, "") || "/";
}

function unfit(component: string): [PinPathReason, string] | undefined {
  if (component === "") return ["empty", "a component is empty"];
  if (component === "." || component === "..")
    return ["dot-component", `the component ${component} is not allowed`];
  return undefined;
}

/** Whether a path of the command line is the root itself. */
export const isRoot = (argument: string, root: string): boolean =>
  argument === root || argument === `${root}/`;

/**
 * The absolute path that a PATH of the command line means: relative to root, or absolute inside it. Checked before
 * anything is done, so that of several paths none is touched when one is unfit; dots inside names are for
 * `@bpf/pinning` to judge, since reading and removing accept them.
 * @throws {PinPathError} outside of root, root itself, or with a component that is empty, `.` or `..`
 */
export function pathInRoot(argument: string, root: string): string {
  const refuse = (reason: PinPathReason, why: string, component?: string): never => {
    throw new PinPathError(reason, `The path ${JSON.stringify(argument)} is refused: ${why}.`, {
      path: argument,
      component,
    });
  };
  if (isRoot(argument, root)) refuse("empty", `it is the root ${root} itself`);
  const prefix = root === "/" ? "/" : `${root}/`;
  if (argument.startsWith("/") && !argument.startsWith(prefix))
    refuse("outside-root", `it is outside the root ${root}`);
  const below = argument.startsWith("/") ? argument.slice(prefix.length) : argument;
  for (const component of below.replace(/\/$/, "").split("/")) {
    const [reason, why] = unfit(component) ?? [];
    if (reason !== undefined) refuse(reason, why!, component);
  }
  return prefix + below.replace(/\/$/, "");
}
