/** examples/packet-filter: one process loads and pins, others run and read, as its page says. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emptyBpffs, entries } from "../src/bpffs.js";
import { bpftoolJson, showPinned } from "../src/bpftool.js";
import { examples } from "../src/objects.js";
import { printsWhatItSays, stepsOf } from "../src/page.js";

const folder = join(examples, "packet-filter");
const pins = "/sys/fs/bpf/packet-filter";

function node(file: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, file), ...args], { encoding: "utf8" });
  return `${stdout}${stderr}`;
}

const test = suite("examples/packet-filter");
test.before.each(emptyBpffs);

test("README.md: its commands print what it says, and leave nothing", () => {
  printsWhatItSays(stepsOf(readFileSync(join(folder, "README.md"), "utf8")), 13);
  assert.equal(entries(), []);
});

test("what it counts, bpftool reads: of the programs that another process loaded", () => {
  node("load.mjs", "8080");
  node("observe.mjs", "try", "8080", "7");
  node("observe.mjs", "try", "80", "3");
  const elements = bpftoolJson<{ formatted: { value: { packets: number } } }[]>(
    ...["map", "dump", "pinned", `${pins}/verdicts`],
  );
  const packets = elements.map(({ formatted }) => formatted.value.packets);
  assert.equal(packets, [6, 14], "passed and dropped, by each of the two programs");
  const { map_ids: used } = bpftoolJson<{ map_ids: number[] }>("prog", "show", "pinned", `${pins}/filter_tc`);
  const { id } = showPinned(`${pins}/verdicts`);
  assert.ok(used.includes(id), "it uses the map that is pinned");
});

test("a port that does not fit is refused, and leaves nothing", () => {
  assert.match(node("load.mjs", "70000"), /blocked_port.*65535/);
  assert.equal(entries(), []);
});

test.run();
