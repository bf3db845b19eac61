import { test } from "uvu";
import * as assert from "uvu/assert";
import { isSubprogram, parseObject } from "../../src/index.js";
import { thrown, type WriterObject, type WriterSymbol, writeElf } from "../elf-writer.js";
import { readObject } from "../objects.js";

const EXECUTABLE = 6;
const FUNC = 2;
const LOCAL = 0;
const code = (instructions: number) => Uint8Array.from({ length: 8 * instructions }, (_, at) => at);

function section(
  name: string,
  instructions: number,
  symbols: WriterSymbol[],
  rest: WriterObject = {},
): Uint8Array {
  return writeElf({
    ...rest,
    sections: [{ name, flags: EXECUTABLE, data: code(instructions) }],
    symbols: symbols.map((symbol) => ({ section: name, type: FUNC, ...symbol })),
  });
}

function spans(bytes: Uint8Array): [key: string, start: number, instructions: number][] {
  return [...parseObject(bytes).programs].map(([key, { sectionOffset, instructions }]) => [
    key,
    sectionOffset,
    instructions.length / 8,
  ]);
}

test("each function of a section is a program, by rising offset", () => {
  const bytes = section("xdp", 5, [
    { name: "late", value: 16, size: 24 },
    { name: "early", value: 0, size: 16 },
  ]);
  assert.equal(spans(bytes), [
    ["early", 0, 2],
    ["late", 16, 3],
  ]);
  assert.equal([...parseObject(bytes).programs.get("late")!.instructions], [...code(5).subarray(16)]);
});

test("gobpf's objects: the global symbol without type or size names the whole section", () => {
  const symbols = [
    { name: "LBB0_1", value: 8, type: 0, binding: LOCAL },
    { name: "tracer", value: 0, type: 0 },
  ];
  const bytes = section("kprobe/SyS_write", 3, symbols, { machine: 0 });
  assert.equal(spans(bytes), [["tracer", 0, 3]]);
  const { type, attachTo } = parseObject(bytes).programs.get("tracer")!;
  assert.equal([type, attachTo], [2, "SyS_write"]);
});

test("a section without any symbol is one program named after itself", () => {
  assert.equal(spans(section("socket/filter", 2, [])), [["socket/filter", 0, 2]]);
});

test("functions without a size reach to the next one", () => {
  const bytes = section("xdp", 4, [
    { name: "a", value: 0 },
    { name: "b", value: 8 },
  ]);
  assert.equal(spans(bytes), [
    ["a", 0, 1],
    ["b", 8, 3],
  ]);
});

test("subprograms of .text have no type, static ones of one name keep apart", () => {
  const bytes = section(".text", 3, [
    { name: "helper", value: 0, size: 8, binding: LOCAL },
    { name: "helper", value: 8, size: 8, binding: LOCAL },
    { name: "global", value: 16, size: 8 },
  ]);
  const { programs } = parseObject(bytes);
  assert.equal([...programs.keys()], ["helper", "helper@.text+8", "global"]);
  for (const { type, attachType } of programs.values()) assert.equal([type, attachType], [null, null]);
});

test("an alias is a program too, and shares its relocations", () => {
  const bytes = writeElf({
    sections: [{ name: "xdp", flags: EXECUTABLE, data: code(2) }],
    symbols: [
      { name: "a", section: "xdp", size: 16, type: FUNC },
      { name: "b", section: "xdp", size: 16, type: FUNC, binding: 2 },
    ],
    relocations: [{ of: "xdp", entries: [{ offset: 0, symbol: 1 }] }],
  });
  const { programs } = parseObject(bytes);
  assert.is(programs.get("a")!.relocations, programs.get("b")!.relocations);
});

test("functions that overlap, are empty, cut or misaligned", () => {
  const cases: WriterSymbol[][] = [
    [
      { name: "a", size: 16 },
      { name: "p", value: 8, size: 16 },
    ],
    [
      { name: "a", size: 24 },
      { name: "p", value: 0, size: 8 },
    ],
    [{ name: "p", size: 12 }],
    [{ name: "p", value: 4, size: 8 }],
    [{ name: "p", value: 24 }],
  ];
  for (const symbols of cases) {
    const error = thrown(() => parseObject(section("xdp", 3, symbols)));
    assert.equal([error.code, error.section, error.symbol], ["ERR_PROGRAM_MALFORMED", "xdp", "p"]);
    assert.type(error.offset, "number");
  }
  const outside = thrown(() => parseObject(section("xdp", 3, [{ name: "p", size: 32 }])));
  assert.is(outside.code, "ERR_ELF_MALFORMED");
});

test("relocations belong to their program, counted from its first byte, whatever their order", () => {
  const bytes = writeElf({
    sections: [
      { name: "xdp", flags: EXECUTABLE, data: code(4) },
      { name: "maps", data: new Uint8Array() },
    ],
    symbols: [
      { name: "one", section: "xdp", size: 16, type: FUNC },
      { name: "two", section: "xdp", value: 16, size: 16, type: FUNC },
      { name: "m", section: 0xfff1, size: 20 },
      { name: "", section: "maps", type: 3, binding: LOCAL },
      { name: "external" },
    ],
    relocations: [
      {
        of: "xdp",
        entries: [
          { offset: 24, type: 10, symbol: 5 },
          { offset: 16, type: 1, symbol: 4 },
          { offset: 8, type: 1, symbol: 3 },
        ],
      },
    ],
  });
  const { programs } = parseObject(bytes);
  assert.equal(programs.get("one")!.relocations, [
    { offset: 8, type: 1, symbol: "m", symbolValue: 0n, symbolSize: 20n, symbolType: 1, symbolBinding: 1 },
  ]);
  const [section, external] = programs.get("two")!.relocations;
  assert.equal([section!.offset, section!.symbol, section!.symbolSection], [0, "maps", "maps"]);
  assert.equal([external!.offset, external!.type, external!.symbol], [8, 10, "external"]);
});

test("only executable sections with bytes hold programs", () => {
  const bytes = writeElf({
    sections: [
      { name: "kprobe/a", data: code(1) },
      { name: "kprobe/b", flags: EXECUTABLE },
      { name: "kprobe/c", flags: EXECUTABLE, type: 8, size: 8 },
    ],
  });
  assert.is(parseObject(bytes).programs.size, 0);
});

test("the compiled object: every section, in both byte orders", () => {
  for (const order of ["le", "be"]) {
    const { programs } = parseObject(readObject(`${order}/programs`));
    const of = (name: string) => {
      const { section, type, attachType, attachTo, sleepable } = programs.get(name)!;
      return [section, type, attachType, attachTo, sleepable];
    };
    assert.equal(of("p_fentry_sleepable"), ["fentry.s/do_unlinkat", 26, 24, "do_unlinkat", true]);
    assert.equal(of("p_uprobe"), ["uprobe//bin/true:main", 2, null, "/bin/true:main", false]);
    assert.equal(of("p_unknown"), ["nobody/knows/this", null, null, undefined, false]);
    assert.equal(programs.get("p_socket")!.sectionOffset, 0);
    assert.equal(programs.get("p_socket_second")!.sectionOffset, 16);
    // r0 = 0; exit
    assert.is(
      Buffer.from(programs.get("p_xdp")!.instructions).toString("hex"),
      "b7000000000000009500000000000000",
    );
  }
});

test("functions of .text and static ones are called by programs, and are none", () => {
  const functions = [
    { name: "global", size: 16 },
    { name: "own", value: 16, size: 16, binding: LOCAL },
  ];
  const subprograms = (name: string) =>
    [...parseObject(section(name, 4, functions)).programs.values()]
      .filter(isSubprogram)
      .map(({ name }) => name);
  assert.equal(subprograms("xdp"), ["own"]);
  assert.equal(subprograms("unheard/of"), ["own"]);
  assert.equal(subprograms(".text"), ["global", "own"]);
});

test.run();
