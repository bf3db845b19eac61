import { test } from "uvu";
import { byteView } from "../../src/codec/byte-view.js";
import { exactJson } from "../../src/codec/codec.js";
import { readText, writeText } from "../../src/codec/text.js";
import { layout } from "../../src/layout/describe.js";
import type { Layout } from "../../src/layout/layout.js";
import { forAllCodes } from "./both-codes.js";
import { same } from "./same.js";
import { read, readJson, written, writtenJson } from "./write-read.js";

const hexOf = (text: string) => Buffer.from(text).toString("hex");

forAllCodes(
  test,
  "text ends at the first NUL, or fills all bytes; the rest is written as NUL",
  ({ make }) => {
    const codec = make(layout.string(5) as Layout);
    same(read(codec, "6162006364"), "ab");
    same(read(codec, hexOf("abcde")), "abcde");
    same(written(codec, "abcde"), { hex: hexOf("abcde") });
    same(written(codec, "ab"), { hex: "6162000000" });
    same(written(codec, ""), { hex: "0000000000" });
    same(written(codec, "abcdef"), { path: "value", reason: "text of 6 bytes or more, where 5 fit" });
    same(written(codec, "äöü"), { path: "value", reason: "text of 6 bytes, where 5 fit" });
    same(written(codec, "a\0b"), { path: "value", reason: "text with a NUL inside, where it would end" });
    same(written(codec, 5), { path: "value", reason: "expected a string, not 5" });
  },
);

forAllCodes(
  test,
  "UTF-8; bytes that are none become U+DC80 to U+DCFF, and those the bytes again",
  ({ make }) => {
    const codec = make(layout.string(8) as Layout);
    for (const text of ["äö€", "😀😀", "a\u07ff\u0800", "\ud7ff\ue000"]) {
      same(written(codec, text), { hex: hexOf(text).padEnd(16, "0") });
      same(read(codec, hexOf(text).padEnd(16, "0")), text);
    }
    const escaped = {
      "61ff620000000000": "a\udcffb",
      c3c3a90000000000: "\udcc3é",
      eda0800000000000: "\udced\udca0\udc80",
      f4908080c0af0000: "\udcf4\udc90\udc80\udc80\udcc0\udcaf",
    };
    for (const [hex, text] of Object.entries(escaped)) {
      same(read(codec, hex), text);
      same(written(codec, text), { hex });
      same(writtenJson(codec, JSON.parse(JSON.stringify(readJson(codec, hex)))), { hex });
    }
    same(written(codec, "a\ud800"), { path: "value", reason: "half of a surrogate pair, U+D800" });
    same(written(codec, "\udc7f"), { path: "value", reason: "half of a surrogate pair, U+DC7F" });
  },
);

forAllCodes(test, "char: one character, none for 0", ({ make }) => {
  const codec = make(layout.char as Layout);
  same(read(codec, "00"), "");
  same(read(codec, "41"), "A");
  same(read(codec, "ff"), "\udcff");
  same(written(codec, "\udcff"), { hex: "ff" });
  same(written(codec, ""), { hex: "00" });
  for (const value of ["ab", "ä", "\0", 65]) same("path" in written(codec, value), true);
});

forAllCodes(test, "text that begins with hex: is never taken for bytes", ({ make }) => {
  const whole = make(layout.string(8) as Layout);
  const hex = hexOf("hex:1234");
  same(readJson(whole, hex), `hex:${hex}`);
  same(whole.jsonText(byteView(Buffer.from(hex, "hex")), 0), JSON.stringify(`hex:${hex}`));
  same(writtenJson(whole, `hex:${hex}`), { hex });
  same(writtenJson(whole, "hex:1234"), { path: "value", reason: "expected 16 digits after hex:, not 4" });
  same(writtenJson(whole, "hexa"), { hex: hexOf("hexa").padEnd(16, "0") });
  // Inside of a struct text is text.
  const inside = make(layout.struct({ name: layout.string(8) }) as Layout);
  same(readJson(inside, hex), { name: "hex:1234" });
  same(writtenJson(inside, { name: "hex:1234" }), { hex });
  same(writtenJson(inside, `hex:${hex}`), { hex }, "bytes stand for any whole value");
});

test("every byte string comes back", () => {
  for (let first = 1; first < 256; first++)
    for (const second of [1, 0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc3, 0xed, 0xf0, 0xff])
      for (const third of [1, 0x80, 0xbf]) {
        const bytes = Uint8Array.of(first, second, third, 0x80);
        const again = new Uint8Array(4);
        writeText(readText(bytes, 0, 4), again, 0, 4);
        same(again, bytes);
      }
});

forAllCodes(test, "what is behind the NUL is lost in text, so exactJson gives the bytes", ({ make }) => {
  const codec = make(layout.string(4) as Layout);
  same(exactJson(codec, byteView(Buffer.from("61000000", "hex")), 0), "a");
  same(exactJson(codec, byteView(Buffer.from("61000001", "hex")), 0), "hex:61000001");
});

test.run();
