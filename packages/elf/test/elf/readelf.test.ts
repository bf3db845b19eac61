import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ElfFile } from "../../src/elf/file.js";
import { objectPaths } from "../objects.js";

const STT = ["NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE"];
const STB = ["LOCAL", "GLOBAL", "WEAK"];
const STV = ["DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED"];
const SHT: Record<string, number> = {
  NULL: 0,
  PROGBITS: 1,
  SYMTAB: 2,
  STRTAB: 3,
  RELA: 4,
  NOBITS: 8,
  REL: 9,
  LLVM_ADDRSIG: 0x6fff4c03,
};

interface Truth {
  sections: string[];
  symbols: string[];
  relocations: string[];
}

/** What llvm-readelf says of each file, one line a fact. */
function readelf(paths: string[]): Map<string, Truth> {
  const output = execFileSync("llvm-readelf", ["-S", "-s", "-r", "--wide", ...paths], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const files = new Map<string, Truth>();
  let file: Truth = { sections: [], symbols: [], relocations: [] };
  let relocating = "";
  for (const line of output.split("\n")) {
    const path = /^File: (.*)$/.exec(line)?.[1];
    if (path !== undefined) {
      file = { sections: [], symbols: [], relocations: [] };
      files.set(path, file);
    }
    relocating = /^Relocation section '(.*)' at/.exec(line)?.[1] ?? relocating;
    const section =
      /^ {2}\[ *(\d+)\] (.{17,}?) +([A-Z_]+) +0{16} (\w+) (\w+) (\w\w) +[A-Za-z]* +(\d+) +(\d+) +\d+$/.exec(
        line,
      );
    if (section !== null) {
      const [, index, name, type, offset, size, entrySize, link, info] = section;
      const numbers = [offset, size, entrySize].map((hex) => Number.parseInt(hex!, 16));
      file.sections.push([index, name!.trim(), SHT[type!], ...numbers, link, info].join(" "));
    }
    const symbol = /^ +(\d+): (\w{16}) +(\w+) (\w+) +(\w+) +(\w+) +(\w+) ?(.*)$/.exec(line);
    if (symbol !== null) {
      const [, index, value, ...rest] = symbol;
      file.symbols.push([index, BigInt(`0x${value}`), ...rest].join(" "));
    }
    const relocation = /^(\w{16}) +(\w{8})(\w{8}) R_BPF_\w+ *(?:\w{16} )?(.*)$/.exec(line);
    if (relocation !== null) {
      const [, offset, symbolIndex, type] = relocation;
      const numbers = [offset, symbolIndex, type].map((hex) => Number.parseInt(hex!, 16));
      file.relocations.push([relocating, ...numbers].join(" "));
    }
  }
  return files;
}

/** The same facts as {@link ElfFile} gives them. */
function ours(bytes: Uint8Array): Truth {
  const file = new ElfFile(bytes);
  const where = (index: number) => (index === 0 ? "UND" : index === 0xfff1 ? "ABS" : String(index));
  return {
    sections: file.sections.map(({ index, name, type, offset, size, entrySize, link, info }) =>
      [index, name, type, offset, size, entrySize, link, info].join(" "),
    ),
    symbols: file.symbols.map((symbol) =>
      [
        symbol.index,
        symbol.value,
        symbol.size,
        STT[symbol.type],
        STB[symbol.binding],
        STV[symbol.visibility],
        where(symbol.sectionIndex),
        // readelf shows a section's name for its nameless symbol.
        symbol.type === 3 && symbol.name === "" ? symbol.section!.name : symbol.name,
      ].join(" "),
    ),
    relocations: file.sections
      .filter(({ type }) => type === 9 || type === 4)
      .flatMap((source) =>
        file
          .relocationsFor(file.sections[source.info]!)
          .map(({ offset, symbol, type }) => [source.name, offset, symbol.index, type].join(" ")),
      ),
  };
}

for (const order of ["le", "be"] as const) {
  const test = suite(`llvm-readelf ${order}`);
  const paths = objectPaths(order);
  const truth = readelf(paths);

  test("the objects are there, and readelf's words are understood", () => {
    assert.ok(paths.length >= 50);
    assert.is(truth.size, paths.length);
    for (const [path, { sections, symbols }] of truth) {
      assert.ok(sections.length >= 3, path);
      assert.ok(symbols.length >= 2, path);
    }
    assert.ok(truth.get(paths.find((path) => path.endsWith("/pinmap.o"))!)!.relocations.length > 10);
  });

  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    test(name, () => {
      const read = ours(readFileSync(path));
      assert.equal(read.sections, truth.get(path)!.sections);
      assert.equal(read.symbols, truth.get(path)!.symbols);
      assert.equal(read.relocations, truth.get(path)!.relocations);
    });
  }
  test.run();
}
