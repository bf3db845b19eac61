import * as assert from "uvu/assert";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** Every field of `part` is in `whole`, and equal; `whole` may have others beside them (the members of a union). */
export function assertContains(whole: unknown, part: unknown, path = "value"): void {
  if (!isObject(part) || !isObject(whole)) {
    assert.equal(whole, part, path);
    return;
  }
  for (const [name, value] of Object.entries(part)) assertContains(whole[name], value, `${path}.${name}`);
}
