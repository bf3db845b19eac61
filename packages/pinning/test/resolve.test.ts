import type { MapSpec } from "@bpf/elf";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PinPathError, PinUsageError } from "../src/errors.js";
import type { ResolveOptions } from "../src/options.js";
import { pinName, resolvePinPath } from "../src/resolve.js";
import { mapSpec, objectSha1, objectSpec } from "./specs.js";

const test = suite("resolve");

const path = (fields: Partial<MapSpec>, options: ResolveOptions = {}): string | undefined => {
  const spec = mapSpec("flows", fields);
  return resolvePinPath(spec, objectSpec([spec]), options);
};

const gobpf = (pinning: MapSpec["pinning"], namespace?: string): Partial<MapSpec> => ({
  definition: "gobpf",
  section: "maps/flows",
  pinning,
  ...(namespace === undefined ? {} : { namespace }),
});
const iproute2 = (pinning: MapSpec["pinning"]): Partial<MapSpec> => ({ definition: "iproute2", pinning });

// The table of docs/semantics.md section 4, line by line.
test("gobpf: none", () => assert.is(path(gobpf("none")), undefined));
test("gobpf: object-scoped, with and without a namespace", () => {
  assert.is(path(gobpf("object")), `/sys/fs/bpf/${objectSha1}/flows`);
  assert.is(path(gobpf("object", "ns")), `/sys/fs/bpf/ns/${objectSha1}/flows`);
});
test("gobpf: global needs a namespace, from the definition or the options", () => {
  assert.is(path(gobpf("global", "ns1")), "/sys/fs/bpf/ns1/globals/flows");
  assert.is(path(gobpf("global"), { namespace: "ns2" }), "/sys/fs/bpf/ns2/globals/flows");
  assert.throws(() => path(gobpf("global")), PinUsageError.is);
  assert.throws(() => path(gobpf("global", "")), PinUsageError.is);
});
test("gobpf: custom is the user's whole path", () => {
  assert.is(path(gobpf("custom"), { paths: { flows: "ns1/test1" } }), "/sys/fs/bpf/ns1/test1");
  assert.throws(() => path(gobpf("custom")), PinUsageError.is);
});
test("iproute2: object, global, and rows of the table", () => {
  assert.is(path(iproute2("object")), `/sys/fs/bpf/tc/${objectSha1}/flows`);
  assert.is(path(iproute2("global")), "/sys/fs/bpf/tc/globals/flows");
  assert.is(path(iproute2({ id: 5 }), { pinTable: { 5: "mine/deep" } }), "/sys/fs/bpf/mine/deep/flows");
  assert.is(path(iproute2({ id: 5 }), { pinTable: new Map([[5, "mine"]]) }), "/sys/fs/bpf/mine/flows");
  assert.is(path(iproute2({ id: 5 }), { pinTable: { 6: "mine" } }), undefined);
});
test("BTF and aya: by name in the pin root", () => {
  assert.is(path({}), "/sys/fs/bpf/flows");
  assert.is(path({ definition: "aya" }, { root: "/run/bpf" }), "/run/bpf/flows");
  assert.is(path({}, { pinRoot: "tc/globals" }), "/sys/fs/bpf/tc/globals/flows");
  assert.is(path({}, { pinRoot: "/sys/fs/bpf/a" }), "/sys/fs/bpf/a/flows");
  assert.is(path({}, { pinRoot: "/sys/fs/bpf" }), "/sys/fs/bpf/flows");
  assert.throws(() => path({}, { pinRoot: "/elsewhere" }), PinPathError.is);
});
test("data: not pinned, unless the user gives a path", () => {
  const data = { definition: "data", name: "my_objec.rodata", section: ".rodata", pinning: "none" } as const;
  assert.is(path(data), undefined);
  assert.is(path(data, { paths: { ".rodata": "cfg" } }), "/sys/fs/bpf/cfg");
  assert.is(pinName(mapSpec("my_objec.rodata", data)), "my_objec_rodata");
  assert.is(pinName(mapSpec(".data.x", { ...data, name: ".data.x" })), "_data_x");
});

test("the user's word wins over the definition", () => {
  assert.is(path(gobpf("global", "ns1"), { namespace: "ns2" }), "/sys/fs/bpf/ns2/globals/flows");
  assert.is(path(gobpf("object", "ns1"), { namespace: "ns2" }), `/sys/fs/bpf/ns2/${objectSha1}/flows`);
  assert.is(path(iproute2("global"), { namespace: "ns2" }), "/sys/fs/bpf/ns2/globals/flows");
  assert.is(path(iproute2("object"), { namespace: "ns2" }), `/sys/fs/bpf/ns2/${objectSha1}/flows`);
  assert.is(path({}, { paths: { flows: false } }), undefined);
  assert.is(path(gobpf("none"), { paths: { "maps/flows": "p" } }), "/sys/fs/bpf/p");
  assert.is(path(gobpf("global", "ns1"), { paths: { flows: "p" } }), "/sys/fs/bpf/p");
  assert.throws(() => path({}, { namespace: "" }), PinUsageError.is);
});

test("unfit parts are refused wherever they come from", () => {
  for (const namespace of ["..", "a.b", "/abs", "a//b", "a/"]) {
    assert.throws(() => path(gobpf("global"), { namespace }), PinPathError.is, namespace);
    assert.throws(() => path(gobpf("global", namespace)), PinPathError.is, namespace);
  }
  assert.throws(() => path({ name: "has.dot" }), PinPathError.is);
  assert.throws(() => path(iproute2({ id: 3 }), { pinTable: { 3: "../x" } }), PinPathError.is);
});

const selecting = (paths: Record<string, string>): string | undefined => {
  const flows = mapSpec("flows", { symbol: "flows_sym", section: "maps/flows" });
  const shared = [mapSpec("one", { section: "maps" }), mapSpec("two", { section: "maps", symbol: "flows" })];
  return resolvePinPath(flows, objectSpec([flows, ...shared]), { paths });
};

test("a map is named by name, symbol, or a section that holds one map", () => {
  assert.is(selecting({ flows_sym: "a" }), "/sys/fs/bpf/a");
  assert.is(selecting({ "maps/flows": "a" }), "/sys/fs/bpf/a");
  assert.is(selecting({ one: "a" }), "/sys/fs/bpf/flows");
});
test("a shared section, an unknown, ambiguous or repeated name is wrong usage", () => {
  const messages: [Record<string, string>, RegExp][] = [
    [{ maps: "a" }, /holds 2 maps/],
    [{ nobody: "a" }, /does not define.*flows, one, two/],
    [{ flows: "a" }, /may mean any of flows, two/],
    [{ flows_sym: "a", "maps/flows": "b" }, /twice/],
  ];
  for (const [paths, message] of messages) {
    assert.throws(
      () => selecting(paths),
      (error: Error) => PinUsageError.is(error) && message.test(error.message),
    );
  }
});

test("an option of the wrong kind is named", () => {
  const wrong: [unknown, RegExp][] = [
    [{ root: 5 }, /option root is of type number, not a string/],
    [{ pinRoot: true }, /option pinRoot is of type boolean/],
    [{ namespace: null }, /option namespace is of type object/],
    [{ paths: { flows: true } }, /paths\["flows"\] is of type boolean, neither a path nor false/],
  ];
  for (const [options, message] of wrong) {
    assert.throws(
      () => path({}, options as ResolveOptions),
      (error: Error) => PinUsageError.is(error) && message.test(error.message),
    );
  }
  assert.is(path({}, { paths: { flows: undefined } } as unknown as ResolveOptions), "/sys/fs/bpf/flows");
});

test.run();
