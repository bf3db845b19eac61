import { BTF_INFO } from "../../src/btf/info.js";
import { BTF_LOAD } from "../../src/btf/load.js";
import { LINK_INFO } from "../../src/link/info-layout.js";
import { MAP_CREATE } from "../../src/map/create.js";
import { MAP_FREEZE } from "../../src/map/freeze.js";
import { MAP_INFO } from "../../src/map/info.js";
import { ID } from "../../src/object/ids.js";
import { PROG_BIND_MAP } from "../../src/prog/bind-map.js";
import { PROG_DEBUG_INFO } from "../../src/prog/debug-info.js";
import { PROG_IDENTITY } from "../../src/prog/identity.js";
import { PROG_INFO } from "../../src/prog/info-layout.js";
import { PROG_INSTRUCTIONS } from "../../src/prog/instructions.js";
import { PROG_LOAD } from "../../src/prog/load-layout.js";
import { PROG_TEST_RUN } from "../../src/prog/test-run-layout.js";
import type { Field, Struct } from "../../src/struct/field.js";

export const layouts: Record<string, Struct> = {
  BTF_INFO,
  BTF_LOAD,
  ID,
  LINK_INFO,
  MAP_CREATE,
  MAP_FREEZE,
  MAP_INFO,
  PROG_BIND_MAP,
  PROG_DEBUG_INFO,
  PROG_IDENTITY,
  PROG_INFO,
  PROG_INSTRUCTIONS,
  PROG_LOAD,
  PROG_TEST_RUN,
};

/** Which field of C holds the length of what a pointer points to. */
const lengthFields: Record<string, string> = {
  "BTF_INFO.btf": "btf_size",
  "BTF_INFO.name": "name_len",
  "BTF_LOAD.btf": "btf_size",
  "BTF_LOAD.btf_log_buf": "btf_log_size",
  "PROG_LOAD.log_buf": "log_size",
  "PROG_INSTRUCTIONS.xlated_prog_insns": "xlated_prog_len",
  "PROG_TEST_RUN.test.data_in": "test.data_size_in",
  "PROG_TEST_RUN.test.data_out": "test.data_size_out",
  "PROG_TEST_RUN.test.ctx_in": "test.ctx_size_in",
  "PROG_TEST_RUN.test.ctx_out": "test.ctx_size_out",
  "LINK_INFO.raw_tracepoint.tp_name": "raw_tracepoint.tp_name_len",
  "LINK_INFO.iter.target_name": "iter.target_name_len",
  "LINK_INFO.uprobe_multi.path": "uprobe_multi.path_size",
  "LINK_INFO.perf_event.uprobe.file_name": "perf_event.uprobe.name_len",
  "LINK_INFO.perf_event.kprobe.func_name": "perf_event.kprobe.name_len",
  "LINK_INFO.perf_event.tracepoint.tp_name": "perf_event.tracepoint.name_len",
};

/** The bit field gpl_compatible, whose offset C does not tell, comes right after ifindex. */
const unnamed = new Set(["PROG_INFO.flags"]);

/** What we believe about one field, as C asks for it. */
export interface Claim {
  layout: string;
  /** `union bpf_attr` */
  type: string;
  field: string;
  offset: number;
  size: number;
}

export function claims(): Claim[] {
  return Object.entries(layouts).flatMap(([layout, { type, fields }]) =>
    Object.entries(fields)
      .filter(([field]) => !unnamed.has(`${layout}.${field}`))
      .flatMap(([field, { at, size, lengthAt }]: [string, Field]) => {
        const own: Claim = { layout, type, field, offset: at, size };
        const lengthField = lengthFields[`${layout}.${field}`];
        if ((lengthAt === undefined) !== (lengthField === undefined))
          throw new Error(`no length for ${layout}.${field}`);
        if (lengthAt === undefined) return [own];
        return [own, { layout, type, field: lengthField!, offset: lengthAt, size: 4 }];
      }),
  );
}
