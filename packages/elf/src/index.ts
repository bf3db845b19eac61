export { Btf, type BtfOptions, parseBtf } from "./btf/btf.js";
export { fitBtf } from "./btf/fit.js";
export { type BtfFeatures, oldestBtfFeatures } from "./btf/fit-features.js";
export { type KconfigLayout, kconfigLayout } from "./btf/kconfig-layout.js";
export type * from "./btf/types.js";
export {
  type BtfExt,
  type CoreRelocation,
  type FunctionInfo,
  type LineInfo,
  parseBtfExt,
} from "./btf-ext/btf-ext.js";
export { ParseError, type ParseErrorCode, type ParseErrorPlace } from "./errors.js";
export { AttachType } from "./generated/attach-type.js";
export { BtfKind } from "./generated/btf-kind.js";
export { MapFlag } from "./generated/map-flag.js";
export { MapType } from "./generated/map-type.js";
export { ProgramType } from "./generated/program-type.js";
export { dataMapName } from "./object/data-map-name.js";
export type { ExternSpec } from "./object/externs.js";
export { parseObject } from "./object/parse.js";
export { programSectionNames } from "./object/program-section.js";
export type {
  ByteOrder,
  LegacyLayout,
  MapDefinition,
  MapSlot,
  MapSpec,
  ObjectSpec,
  ParseOptions,
  Pinning,
  ProgramSpec,
  Relocation,
} from "./object/spec.js";
export type { StructOpsMember } from "./object/struct-ops.js";
export { isSubprogram } from "./object/subprogram.js";
export { attachTypeName, mapTypeByName, mapTypeName, programTypeName } from "./type-names.js";
