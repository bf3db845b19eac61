import { test } from "uvu";
import * as assert from "uvu/assert";
import { jsonText } from "../../src/output/json.js";
import { linkFields } from "../../src/pin-info/link-fields.js";

// Numbers of enum bpf_link_type, bpf_attach_type and bpf_prog_type, from linux/bpf.h.
const cgroup = 3;
const rawTracepoint = 1;
const iterator = 4;
const cgroupInetIngress = 0;
const cgroupSkb = 8;

const json = (...fields: Parameters<typeof linkFields>) => JSON.parse(jsonText(linkFields(...fields)));

test("a cgroup link, its 64-bit id as a decimal string", () => {
  const info = {
    type: cgroup,
    id: 3,
    progId: 9,
    cgroupId: 18446744073709551615n,
    attachType: cgroupInetIngress,
  };
  assert.equal(json(info, cgroupSkb), {
    id: 3,
    type: "cgroup",
    progId: 9,
    progType: "cgroup_skb",
    attachType: "cgroup_inet_ingress",
    cgroupId: "18446744073709551615",
  });
});

test("names are called as bpftool calls them", () => {
  assert.is(
    json({ type: rawTracepoint, id: 1, progId: 2, name: "sys_enter" }, undefined).tpName,
    "sys_enter",
  );
  assert.is(json({ type: iterator, id: 1, progId: 2, name: "bpf_map" }, undefined).targetName, "bpf_map");
});

test("a type of link, program or attachment unknown to us is its number", () => {
  const link = json({ type: 999, id: 1, progId: 2, attachType: 998 }, 997);
  assert.equal([link.type, link.progType, link.attachType], [999, 997, 998]);
});

test.run();
