import type { Codec } from "../../src/codec/codec.js";
import { type CodecOptions, makeCodec } from "../../src/codec/make-codec.js";
import type { Layout } from "../../src/layout/layout.js";
import type { Typed } from "../../src/layout/typed.js";

/** Generated code and closures, in both byte orders. */
export const codes: readonly (CodecOptions & { name: string })[] = [true, false].flatMap((generate) =>
  [true, false].map((little) => ({
    generate,
    little,
    name: `${generate ? "generated" : "closures"}, ${little ? "little" : "big"} endian`,
  })),
);

/** The same test for each of them. */
export function forAllCodes(
  test: (name: string, body: () => void) => void,
  name: string,
  body: (code: { make: <T>(layout: Typed<T>) => Codec<T>; little: boolean }) => void,
): void {
  for (const code of codes)
    test(`${name} (${code.name})`, () =>
      body({ make: <T>(layout: Typed<T>) => makeCodec(layout, code) as Codec<T>, little: code.little }));
}

export const bothCodecs = (layout: Layout, little: boolean): [generated: Codec, closures: Codec] => [
  makeCodec(layout, { little, generate: true }),
  makeCodec(layout, { little, generate: false }),
];
