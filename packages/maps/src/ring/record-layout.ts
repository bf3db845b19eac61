import type { MapInfo } from "@bpf/syscall";
import { MapError } from "../errors.js";
import { layoutFromBtf } from "../layout/from-btf.js";
import type { Layout } from "../layout/layout.js";
import { typeIdByName } from "../layout/type-by-name.js";
import type { OpenSource } from "../open/source.js";
import type { RingBufferOptions } from "./options.js";

/**
 * What records are made of; undefined where nobody says.
 *
 * @throws MapError ERR_MAP_TYPES for a type that `btf` has not; LayoutError for one that makes no layout
 */
export function recordLayout(
  info: MapInfo,
  options: RingBufferOptions,
  source: OpenSource,
): Layout | undefined {
  const { raw, value, btf, type, spec = source.spec } = options;
  if (raw === true) return undefined;
  if (value !== undefined) return value;
  if (type === undefined) {
    const id = spec?.valueTypeId ?? 0;
    return btf === undefined || id === 0 ? undefined : layoutFromBtf(btf, id);
  }
  const id = btf === undefined ? undefined : typeIdByName(btf, type);
  if (btf !== undefined && id !== undefined) return layoutFromBtf(btf, id);
  const why = btf === undefined ? `names a type of btf, which is not given` : `is no type of btf`;
  throw new MapError(
    "ERR_MAP_TYPES",
    `Records of ring buffer ${info.name}: type ${JSON.stringify(type)} ${why}.`,
    {
      map: info.name,
      path: source.path,
    },
  );
}
