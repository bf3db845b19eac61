import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lackingFeatures, type ProbedFeature } from "../src/btf-probes.js";
import { realKernel } from "../src/kernel.js";

const test = suite("probes of the kernel's BTF");

/** The kernel's own BTF names what the kernel knows of BTF, as enumerators; 6.11's names of sections have no such sign. */
const signs: Partial<Record<ProbedFeature, string>> = {
  enum64: "BTF_KIND_ENUM64",
  typeTag: "BTF_KIND_TYPE_TAG",
  declTag: "BTF_KIND_DECL_TAG",
  float: "BTF_KIND_FLOAT",
  globalFunction: "BTF_FUNC_GLOBAL",
  datasec: "BTF_KIND_DATASEC",
  function: "BTF_KIND_FUNC_PROTO",
};

test("say what the kernel itself says", () => {
  const vmlinux = readFileSync("/sys/kernel/btf/vmlinux");
  const lacking = lackingFeatures(realKernel);
  for (const [feature, sign] of Object.entries(signs))
    assert.is(lacking.has(feature as ProbedFeature), !vmlinux.includes(`\0${sign}\0`), feature);
});

test("are asked once a kernel", () => {
  let asked = 0;
  const kernel = {
    ...realKernel,
    btfLoad: ((...all) => {
      asked++;
      return realKernel.btfLoad(...all);
    }) as typeof realKernel.btfLoad,
  };
  const first = lackingFeatures(kernel);
  const count = asked;
  assert.is(lackingFeatures(kernel), first);
  assert.equal([count > 0, asked], [true, count]);
});

test.run();
