import { measure } from "../../layout/measure.js";
import type { Codec } from "../codec-type.js";
import type { Coders } from "../coders.js";
import { jsonLimit } from "../json-limit.js";
import { Misfit } from "../misfit.js";
import { DecodeSource } from "./decode.js";
import { EncodeSource } from "./encode.js";
import { JsonSource } from "./json.js";
import { printer } from "./printer.js";
import { Source } from "./source.js";

/** Beyond, the compiler of the engine gains nothing, and its parser takes long. */
const mostFields = 1_000;

type GeneratedCode = Pick<Codec, "decode" | "encode" | "writeJson">;

/** The methods that code was made for; none where it may not be, or where there would be too much of it. */
export function generateCode(
  slow: Codec,
  coders: { value: Coders; json: Coders },
  little: boolean,
): Partial<Codec> {
  const { layout } = slow;
  if (measure(layout, layout.kind).fields > mostFields) return {};
  const source = new Source();
  const decode = new DecodeSource(source, coders.value, little).functionOf(layout);
  const encode = new EncodeSource(source, coders.value, little).functionOf(layout);
  const methods = [`decode: ${decode}`, `encode: ${encodeElseSlow(source, encode, slow)}`];
  // Text as a whole value is left to the closures, which tell it from bytes.
  if (layout.kind !== "string" && layout.kind !== "enum")
    methods.push(`writeJson: ${new JsonSource(source, coders.json, little).functionOf(layout)}`);
  try {
    const made = source.evaluate(`{ ${methods.join(", ")} }`) as GeneratedCode;
    return made.writeJson === undefined
      ? made
      : { ...made, ...printer(made.writeJson, jsonLimit(layout), slow) };
  } catch (error) {
    if (error instanceof EvalError) return {};
    throw error;
  }
}

/** Closures called by the generated code throw Misfits, without the path of what called them. */
function encodeElseSlow(source: Source, encode: string, slow: Codec): string {
  const [misfit, encodeSlow] = [source.constant(Misfit), source.constant(slow.encode)];
  return source.define(
    "value, to, at, path",
    `try {
if (${encode}(value, to, at)) return;
} catch (error) {
if (!(error instanceof ${misfit})) throw error;
}
${encodeSlow}(value, to, at, path);`,
  );
}
