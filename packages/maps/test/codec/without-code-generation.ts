/** Prints what a codec does, as JSON; run by no-code-generation.test.ts. */
import { byteView } from "../../src/codec/byte-view.js";
import { codecOf } from "../../src/codec/codec.js";
import { ValueError } from "../../src/errors.js";
import { layout } from "../../src/layout/describe.js";

function mayGenerate(): boolean {
  try {
    return new Function("return true")();
  } catch {
    return false;
  }
}

const codec = codecOf(
  layout.struct({
    a: layout.u64,
    b: layout.array(layout.struct({ c: layout.u8 }), 2),
    name: layout.string(6),
  }),
);
const view = byteView(new Uint8Array(codec.size));
codec.encode({ a: 2n ** 63n, b: [{ c: 1 }, { c: 2 }], name: "eth0" }, view, 0, "value");
const bytes = Buffer.from(view.u8).toString("hex");
const decoded = codec.decode(view, 0);
let error: unknown;
try {
  codec.encode({ a: 1n, b: [{ c: 1 }, { c: 256 }], name: "" }, view, 0, "value");
} catch (thrown) {
  error = ValueError.is(thrown) && [thrown.path, thrown.reason];
}
const json = codec.jsonText(byteView(Buffer.from(bytes, "hex")), 0);
console.log(
  JSON.stringify({
    generates: mayGenerate(),
    bytes,
    a: String(decoded.a),
    b: decoded.b,
    name: decoded.name,
    json,
    error,
  }),
);
