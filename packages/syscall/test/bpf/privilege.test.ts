import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lackingPrivilege, missingPrivilege } from "../../src/bpf/privilege.js";

const test = suite("missingPrivilege");

test("without either capability", () => {
  assert.match(missingPrivilege("6.1.0", new Set()) ?? "", "neither CAP_BPF nor CAP_SYS_ADMIN");
  assert.match(
    missingPrivilege("5.10.0", new Set(["CAP_NET_ADMIN"])) ?? "",
    "neither CAP_BPF nor CAP_SYS_ADMIN",
  );
});

test("the memory limit, on kernels before 5.11", () => {
  for (const release of ["5.10.0-32-cloud-amd64", "5.4.0", "4.19.0"]) {
    assert.match(missingPrivilege(release, new Set(["CAP_SYS_ADMIN"])) ?? "", "RLIMIT_MEMLOCK");
  }
  for (const release of ["5.11.0", "5.15.1", "6.1.0", "6.18.44-fc"]) {
    assert.is(missingPrivilege(release, new Set(["CAP_BPF"])), undefined);
  }
});

test("CAP_BPF alone: what else an object may need is named", () => {
  const text = lackingPrivilege(new Set(["CAP_BPF", "CAP_PERFMON"])) ?? "";
  assert.match(text, /CAP_NET_ADMIN.*CAP_SYS_ADMIN/);
  assert.not.match(text, "CAP_PERFMON");
  assert.is(lackingPrivilege(new Set(["CAP_SYS_ADMIN"])), undefined);
  assert.is(lackingPrivilege(undefined), undefined);
});

test.run();
