import { strict as assert } from "node:assert";
import { BPF_FILE, bpf, bpfJson, heading, node, verified } from "./commands.mjs";

/**
 * The project's main job on the committed example objects, against the kernel that runs this. Expects a bpffs of its
 * own at /sys/fs/bpf. Ends with status 0 only if every step did what it says.
 */
const LOADS = [
  ["examples/pinmap.o"],
  ["examples/gobpf-custom.o", "--pin-path", "maps/dummy_array_custom=ns1/test1"],
  ["examples/gobpf-global.o", "--namespace", "ns1"],
  ["examples/gobpf-object.o"],
];

/** Where the definitions and the options say that the maps go; OBJECT is the file's sha1. */
const EXPECTED = [
  /^\/sys\/fs\/bpf\/[0-9a-f]{40}\/per_object$/,
  /^\/sys\/fs\/bpf\/ns1\/globals\/shared_hash$/,
  /^\/sys\/fs\/bpf\/ns1\/test1$/,
  /^\/sys\/fs\/bpf\/pinmap$/,
];

/** All map pins below the bpffs: path → id. */
function pinnedIds() {
  const ids = new Map();
  const visit = (entry) => {
    if (entry.kind === "map") ids.set(entry.path, entry.id);
    for (const child of entry.children ?? []) visit(child);
  };
  visit(bpfJson("ls"));
  return new Map([...ids].sort());
}

const listed = (ids) => [...ids].map(([path, id]) => `${path} (id ${id})`).join(", ");

heading("What one of the objects defines");
bpf("inspect", ...LOADS[1]);

heading("Load: create the maps and pin them where the definitions and the options say");
for (const load of LOADS) bpf("load", ...load);

heading("The bpffs now");
bpf("ls");
const first = pinnedIds();
const paths = [...first.keys()];
assert.equal(paths.length, EXPECTED.length, `pinned: ${paths.join(", ")}`);
for (const [index, pattern] of EXPECTED.entries()) assert.match(paths[index], pattern);
verified(`${paths.length} maps are pinned: ${listed(first)}`);

heading("Load again: the pins are there, so the maps are reused");
for (const load of LOADS) bpf("load", ...load);
assert.deepEqual(pinnedIds(), first);
verified("the same ids as before");

heading("Another process uses a map through its pin; the loaders are gone");
const pin = "/sys/fs/bpf/pinmap";
const wrote = node("e2e/demo/change-value.mjs", pin, "42");
assert.match(wrote, /: 0 → 42$/m);
const read = node("e2e/demo/change-value.mjs", pin);
assert.match(read, /: 42$/m);
assert.match(read, new RegExp(`map id ${first.get(pin)},`));
verified("one process wrote 42, the next one read 42");

heading("Unpin: only the pins kept the maps alive");
for (const load of LOADS) bpf("unpin", ...load);
bpf("ls");
assert.equal(pinnedIds().size, 0);
assert.deepEqual(directoriesLeft(), []);
verified("no pin is left, and no directory that the loads made");

heading("The kernel has freed the maps");
node("e2e/demo/ids-gone.mjs", ...[...first.values()].map(String));
verified("every id is gone");
console.log(`\nDone. The command is ${BPF_FILE}; try: node ${BPF_FILE} --help`);

function directoriesLeft() {
  const children = bpfJson("ls").children ?? [];
  return children.filter(({ kind }) => kind === "dir").map(({ path }) => path);
}
