import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseAttachTo } from "../../src/arguments/attach-to.js";

test("a target, a pinned program, or both", () => {
  const parsed = (text: string) => {
    const { program, target, pin } = parseAttachTo(text, "load");
    return [program, target, pin];
  };
  assert.equal(parsed("watch=tcp_connect"), ["watch", "tcp_connect", undefined]);
  assert.equal(parsed("watch=nf_conntrack:nf_ct_get_tuple"), [
    "watch",
    "nf_conntrack:nf_ct_get_tuple",
    undefined,
  ]);
  assert.equal(parsed("fixed=classify@progs/main"), ["fixed", "classify", "progs/main"]);
  assert.equal(parsed("fixed=@/sys/fs/bpf/main"), ["fixed", undefined, "/sys/fs/bpf/main"]);
  assert.equal(parsed("fixed=a@b@c"), ["fixed", "a", "b@c"]);
});

test("what has no program, no target or no path is wrong usage", () => {
  for (const text of ["", "x", "=x", "x=", "x=y@", "x=@"])
    assert.throws(
      () => parseAttachTo(text, "load"),
      (error: { code: string }) => error.code === "ERR_USAGE",
      text,
    );
});

test.run();
