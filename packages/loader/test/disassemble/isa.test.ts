import { test } from "uvu";
import * as assert from "uvu/assert";
import { disassemble, lineText } from "../../src/disassemble/disassemble.js";
import { encode, program } from "./encode.js";

const textOf = (...instructions: readonly Uint8Array[]): string =>
  [...disassemble(program(...instructions))].map(({ text }) => text).join("; ");

/** Opcode, dst, src, off, imm of include/uapi/linux/bpf.h and filter.h; the text that kernel/bpf/disasm.c has for it. */
const cases: readonly [string, ...Parameters<typeof encode>][] = [
  ["r1 += r2", 0x0f, 1, 2],
  ["w1 -= w2", 0x1c, 1, 2],
  ["r1 *= -5", 0x27, 1, 0, 0, -5],
  ["w1 /= 7", 0x34, 1, 0, 0, 7],
  ["r1 s/= r2", 0x3f, 1, 2, 1],
  ["w3 s/= -4", 0x34, 3, 0, 1, -4],
  ["r1 s%= 3", 0x97, 1, 0, 1, 3],
  ["w1 s%= w9", 0x9c, 1, 9, 1],
  ["r1 |= 1", 0x47, 1, 0, 0, 1],
  ["r1 &= -16", 0x57, 1, 0, 0, -16],
  ["r1 <<= 32", 0x67, 1, 0, 0, 32],
  ["r1 >>= r0", 0x7f, 1, 0],
  ["r1 = -r1", 0x87, 1],
  ["w4 = -w4", 0x84, 4],
  ["r1 %= r2", 0x9f, 1, 2],
  ["r1 ^= 5", 0xa7, 1, 0, 0, 5],
  ["r10 s>>= 63", 0xc7, 10, 0, 0, 63],
  ["r1 = r6", 0xbf, 1, 6],
  ["w1 = w6", 0xbc, 1, 6],
  ["r1 = (s8)r6", 0xbf, 1, 6, 8],
  ["r1 = (s16)r6", 0xbf, 1, 6, 16],
  ["r1 = (s32)r6", 0xbf, 1, 6, 32],
  ["w1 = (s8)w6", 0xbc, 1, 6, 8],
  ["r1 = addr_space_cast(r2, 1, 0)", 0xbf, 1, 2, 1, 0x10000],
  ["r0 = &(void __percpu *)(r0)", 0xbf, 0, 0, -1],
  ["r1 = le16 r1", 0xd4, 1, 0, 0, 16],
  ["r1 = be64 r1", 0xdc, 1, 0, 0, 64],
  ["r1 = bswap32 r1", 0xd7, 1, 0, 0, 32],
  ["r0 = *(u8 *)skb[23]", 0x30, 0, 0, 0, 23],
  ["r0 = *(u16 *)skb[r7 + 6]", 0x48, 0, 7, 0, 6],
  ["r1 = *(u64 *)(r6 -8)", 0x79, 1, 6, -8],
  ["r1 = *(u8 *)(r6 +0)", 0x71, 1, 6],
  ["r1 = *(s8 *)(r6 +1)", 0x91, 1, 6, 1],
  ["r1 = *(s16 *)(r6 +2)", 0x89, 1, 6, 2],
  ["r1 = *(s32 *)(r6 +4)", 0x81, 1, 6, 4],
  ["*(u32 *)(r10 -4) = -1", 0x62, 10, 0, -4, -1],
  ["*(u16 *)(r10 -4) = r3", 0x6b, 10, 3, -4],
  ["nospec", 0xc2],
  ["lock *(u64 *)(r1 +0) += r2", 0xdb, 1, 2, 0, 0x00],
  ["lock *(u32 *)(r1 +8) |= r2", 0xc3, 1, 2, 8, 0x40],
  ["lock *(u64 *)(r1 +0) &= r2", 0xdb, 1, 2, 0, 0x50],
  ["lock *(u64 *)(r1 +0) ^= r2", 0xdb, 1, 2, 0, 0xa0],
  ["r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)", 0xdb, 1, 2, 0, 0x01],
  ["r2 = atomic_fetch_or((u32 *)(r1 +0), r2)", 0xc3, 1, 2, 0, 0x41],
  ["r2 = atomic64_fetch_and((u64 *)(r1 +0), r2)", 0xdb, 1, 2, 0, 0x51],
  ["r2 = atomic64_fetch_xor((u64 *)(r1 -8), r2)", 0xdb, 1, 2, -8, 0xa1],
  ["r2 = atomic64_xchg((u64 *)(r1 +0), r2)", 0xdb, 1, 2, 0, 0xe1],
  ["r0 = atomic_cmpxchg((u32 *)(r1 +0), r0, r2)", 0xc3, 1, 2, 0, 0xf1],
  ["r2 = load_acquire((u8 *)(r1 +3))", 0xd3, 2, 1, 3, 0x100],
  ["store_release((u16 *)(r1 +2), r2)", 0xcb, 1, 2, 2, 0x110],
  ["goto pc+5", 0x05, 0, 0, 5],
  ["gotol pc-70000", 0x06, 0, 0, 0, -70000],
  ["gotox r3", 0x0d, 3],
  ["may_goto pc+2", 0xe5, 0, 0, 2],
  ["if r1 == 0x5 goto pc-3", 0x15, 1, 0, -3, 5],
  ["if w1 != 0xffffffff goto pc+1", 0x56, 1, 0, 1, -1],
  ["if r1 > r2 goto pc+1", 0x2d, 1, 2, 1],
  ["if r1 >= r2 goto pc+1", 0x3d, 1, 2, 1],
  ["if r1 & 0x6 goto pc+1", 0x45, 1, 0, 1, 6],
  ["if w1 s> w2 goto pc+1", 0x6e, 1, 2, 1],
  ["if r1 s>= r2 goto pc+1", 0x7d, 1, 2, 1],
  ["if r1 < r2 goto pc+1", 0xad, 1, 2, 1],
  ["if r1 <= r2 goto pc+1", 0xbd, 1, 2, 1],
  ["if r1 s< 0x8 goto pc+1", 0xc5, 1, 0, 1, 8],
  ["if r1 s<= r2 goto pc+1", 0xdd, 1, 2, 1],
  ["call bpf_map_lookup_elem#1", 0x85, 0, 0, 0, 1],
  ["call bpf_loop#181", 0x85, 0, 0, 0, 181],
  ["call unknown#99999", 0x85, 0, 0, 0, 99999],
  ["call unknown#123", 0x85, 0, 2, 0, 123],
  ["callx r7", 0x8d, 7],
  ["callx r3", 0x8d, 0, 0, 0, 3],
  ["exit", 0x95],
];

for (const [text, ...fields] of cases) {
  test(`the text of ${text}`, () => assert.is(textOf(encode(...fields)), text));
}

test("64-bit constants take two slots, whatever they stand for", () => {
  const wide = (source: number, low: number, high: number) => [
    encode(0x18, 1, source, 0, low),
    encode(0, 0, 0, 0, high),
  ];
  const code = program(
    ...wide(0, -1, 0x12345678),
    ...wide(1, 7, 0),
    ...wide(2, 7, 16),
    ...wide(5, 2, 0),
    ...wide(6, 2, 8),
    ...wide(3, 77, 0),
    ...wide(4, 1, 0),
    encode(0x95),
    encode(0x95),
  );
  const lines = [...disassemble(code, { functions: [{ start: 14, name: "callback" }] })];
  assert.equal(
    lines.map(({ text }) => text),
    [
      "r1 = 0x12345678ffffffff",
      "r1 = map[id:7]",
      "r1 = map[id:7][0]+16",
      "r1 = map[idx:2]",
      "r1 = map[idx:2][0]+8",
      "r1 = 0x4d",
      "r1 = subprog[+1]#callback",
      "exit",
      "exit",
    ],
  );
  assert.equal(
    lines.map(({ index }) => index),
    [0, 2, 4, 6, 8, 10, 12, 14, 15],
  );
});

test("every opcode has a text, and no immediate or offset makes it fail", () => {
  for (let opcode = 0; opcode < 256; opcode++) {
    for (const [offset, immediate] of [
      [0, 0],
      [-1, -1],
      [8, 0x101],
      [-32768, -2147483648],
    ] as const) {
      const [line, ...more] = disassemble(encode(opcode, 15, 15, offset, immediate));
      assert.ok(line!.text.length > 0 && !/undefined|NaN/.test(line!.text), `${opcode}: ${line!.text}`);
      assert.is(more.length, 0);
    }
  }
});

test("what is no instruction is shown with its fields", () => {
  assert.is(textOf(encode(0xff, 1, 2, 3, 4)), "unknown (dst 1, src 2, off 3, imm 4)");
  assert.is(textOf(encode(0x18, 1)), "unknown (dst 1, src 0, off 0, imm 0)", "half a constant, at the end");
  assert.is(textOf(encode(0xdb, 1, 2, 0, 0x20)), "unknown (dst 1, src 2, off 0, imm 32)");
});

test("calls inside a program name their function before and after the kernel changed them", () => {
  const functions = [
    { start: 0, name: "main" },
    { start: 2, name: "part" },
  ];
  const raw = [...disassemble(program(encode(0x85, 0, 1, 0, 1), encode(0x95), encode(0x95)), { functions })];
  assert.equal(
    raw.map((line) => [line.function, lineText(line)]),
    [
      ["main", "   0: (85) call pc+1#part"],
      [undefined, "   1: (95) exit"],
      ["part", "   2: (95) exit"],
    ],
  );
  const [loaded] = disassemble(program(encode(0x85, 0, 1, 1, 1), encode(0x95), encode(0x95)), { functions });
  assert.is(loaded!.text, "call pc+1#part");
});

test("helpers of a loaded program are told by their address", () => {
  const symbols = new Map([
    ["__bpf_call_base", 0xffffffff81000000n],
    ["bpf_get_prandom_u32.cold", 0xffffffff80ffff00n],
    ["bpf_get_prandom_u32", 0xffffffff80ffff00n],
  ]);
  const [line] = disassemble(encode(0x85, 0, 0, 0, -0x100), { symbols });
  assert.is(line!.text, "call bpf_get_prandom_u32#-256");
  const hidden = new Map([...symbols.keys()].map((name) => [name, 0n]));
  assert.is(
    [...disassemble(encode(0x85, 0, 0, 0, 7), { symbols: hidden })][0]!.text,
    "call bpf_get_prandom_u32#7",
  );
});

test("bytes that are no whole instructions are refused", () => {
  assert.throws(
    () => [...disassemble(new Uint8Array(12))],
    (error: unknown) => error instanceof RangeError,
  );
});

test.run();
