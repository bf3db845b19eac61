import { readFileSync } from "node:fs";
import { parseObject } from "@bpf/elf";
import { loadObject, testRun } from "@bpf/loader";
for (const f of process.argv.slice(2)) {
  try {
    const o = parseObject(readFileSync(f), { name: f.split("/").pop().split(".")[0] });
    const r = loadObject(o, { pinPrograms: "progs" });
    console.log(f.split("/").pop(), [...r.programs.values()].map((p) => `${p.name}:${p.outcome}:${p.id}`).join(" "), [...r.maps.keys()].join(","), r.warnings);
    r.close();
  } catch (e) { console.log(f.split("/").pop(), e.code, e.message.slice(0, 400)); }
}
