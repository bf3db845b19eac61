import { suite } from "uvu";
import * as assert from "uvu/assert";
import { linkDetails } from "../../src/link/details.js";
import { LINK_INFO } from "../../src/link/info-layout.js";
import { decode } from "../../src/struct/decode.js";

const test = suite("linkDetails");

/** A struct bpf_link_info whose union holds these u32, little endian, from offset 16. */
function details(type: number, ...words: number[]) {
  const bytes = new Uint8Array(LINK_INFO.size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  words.forEach((word, index) => {
    view.setUint32(16 + 4 * index, word >>> 0, true);
  });
  return linkDetails(decode(LINK_INFO, bytes));
}

// Type numbers and members by hand, after enum bpf_link_type and struct bpf_link_info of Linux 7.2.
const cases: [string, number, number[], object][] = [
  ["raw tracepoint", 1, [0, 0, 0, 0, 7, 0], { cookie: 7n }],
  [
    "tracing",
    2,
    [24, 3, 99, 0, 5, 1],
    { attachType: 24, targetObjectId: 3, targetBtfId: 99, cookie: 0x1_0000_0005n },
  ],
  ["cgroup", 3, [1, 2, 6], { cgroupId: 0x2_0000_0001n, attachType: 6 }],
  ["iterator over no map", 4, [0, 0, 0, 0], {}],
  ["iterator over a map", 4, [0, 0, 0, 12], { mapId: 12 }],
  ["netns", 5, [4026531840, 17], { netnsIno: 4026531840, attachType: 17 }],
  ["xdp", 6, [3], { ifindex: 3 }],
  [
    "kprobe event",
    7,
    [3, 0, 0, 0, 0, 8, 1, 2, 4, 0, 9, 0],
    { perfEventType: 3, offset: 8, address: 0x2_0000_0001n, missed: 4n, cookie: 9n },
  ],
  ["uprobe event", 7, [1, 0, 0, 0, 0, 16, 6, 0], { perfEventType: 1, offset: 16, cookie: 6n }],
  ["tracepoint event", 7, [5, 0, 0, 0, 0, 0, 3, 0], { perfEventType: 5, cookie: 3n }],
  [
    "other event",
    7,
    [6, 0, 1, 0, 4, 0, 2, 0],
    { perfEventType: 6, event: { type: 4, config: 1n }, cookie: 2n },
  ],
  ["event that the kernel does not tell about", 7, [], { perfEventType: 0 }],
  ["kprobe multi", 8, [0, 0, 5, 1, 2, 0], { count: 5, flags: 1, missed: 2n }],
  ["struct_ops", 9, [44], { mapId: 44 }],
  ["netfilter", 10, [2, 1, -100, 1], { netfilter: { protocolFamily: 2, hook: 1, priority: -100, flags: 1 } }],
  ["tcx", 11, [2, 46], { ifindex: 2, attachType: 46 }],
  ["uprobe multi", 12, [0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 321], { count: 4, flags: 1, pid: 321 }],
  ["netkit", 13, [7, 54], { ifindex: 7, attachType: 54 }],
  ["sockmap", 14, [21, 5], { mapId: 21, attachType: 5 }],
  ["a type of the future", 4000, [1, 2, 3], {}],
];
for (const [name, type, words, wanted] of cases) {
  test(name, () => assert.equal(details(type, ...words), wanted));
}

test.run();
