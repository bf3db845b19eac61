import type { ObjectSpec } from "@bpf/elf";
import { type LoadOptions, loadObject, loadObjectAsync } from "@bpf/loader";
import * as assert from "uvu/assert";
import { leavesNothing } from "./nothing-left.js";
import { loaded } from "./pace.js";
import { isTyped } from "./typed-error.js";

/** Every map and program is to be pinned, so that anything half done would show. */
function pinAll(object: ObjectSpec, options: LoadOptions = {}): LoadOptions {
  const names = [...object.maps.values()].filter(({ section }) => section !== ".kconfig");
  const paths = Object.fromEntries(names.map(({ name }) => [name, `maps/${name.replaceAll(".", "_")}`]));
  return { pinPrograms: "programs", paths, ...options };
}

/** What something throws; an error if it does not. */
export const thrown = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

/** Loads what cannot be loaded, in both forms; both throw the same, and nothing is left of either. */
export async function refusal(
  object: ObjectSpec,
  options: LoadOptions = {},
): Promise<Error & { code: string }> {
  const all = pinAll(object, options);
  const error = await leavesNothing(object, () => thrown(() => loadObject(object, all)));
  loaded(object.programs.size);
  const later = await leavesNothing(object, () =>
    loadObjectAsync(object, all).then(
      () => "loaded",
      (e) => e,
    ),
  );
  loaded(object.programs.size);
  assert.ok(isTyped(error), `not typed: ${error}`);
  assert.ok(isTyped(later), `not typed: ${later}`);
  assert.equal([later.code, later.name], [error.code, error.name]);
  return error;
}
