import type { Btf, MapSpec } from "@bpf/elf";
import { parseBtf } from "@bpf/elf";
import { type Layout, layoutFromBtf, type OpenMapOptions, typeIdByName } from "@bpf/maps";
import { type BpfFd, btfBytes, btfFromId, type MapInfo, mapInfo } from "@bpf/syscall";
import type { OptionValues } from "../arguments/option-values.js";
import { UsageError } from "../errors.js";
import { type FileTypes, readTypes } from "../object/read-types.js";

/** Bytes of an object's name that the kernel keeps: BPF_OBJ_NAME_LEN without the NUL. */
const kernelNameLength = 15;

/** The definition of a map in an object: by the name of its pin, else by the name that the kernel kept of it. */
function definitionOf({ maps }: FileTypes, path: string, info: MapInfo): MapSpec | undefined {
  const pinName = path.slice(path.lastIndexOf("/") + 1);
  const kept = (name: string): boolean => info.name !== "" && name.slice(0, kernelNameLength) === info.name;
  return maps.get(pinName) ?? [...maps.values()].find(({ name }) => kept(name));
}

/** The types that the kernel keeps with a map. */
function kernelTypes({ btfId }: MapInfo, option: string, verb: string): Btf {
  if (btfId === 0)
    throw new UsageError(`the kernel keeps no types with this map: --${option} needs --btf`, verb);
  using fd = btfFromId(btfId);
  return parseBtf(btfBytes(fd));
}

/**
 * How a map's keys and values are read, as the command line says.
 * @throws {UsageError} a type that is not there, or no types to look it up in
 * @throws what reading the file of --btf throws; LayoutError
 */
export function typeOptions(options: OptionValues, fd: BpfFd, path: string, verb: string): OpenMapOptions {
  const { btf: file, raw } = options;
  if (raw === true) return { raw };
  const types = file === undefined ? undefined : readTypes(file);
  if (types === undefined && options["key-type"] === undefined && options["value-type"] === undefined)
    return {};
  const info = mapInfo(fd);
  const named = (option: "key-type" | "value-type"): Layout | undefined => {
    const name = options[option];
    if (name === undefined) return undefined;
    const btf = types?.btf ?? kernelTypes(info, option, verb);
    const id = typeIdByName(btf, name);
    if (id === undefined)
      throw new UsageError(
        `--${option} ${JSON.stringify(name)}: ${file ?? "the map's BTF"} has no such type`,
        verb,
      );
    return layoutFromBtf(btf, id, option === "key-type" ? { use: "key" } : {});
  };
  return {
    btf: types?.btf,
    spec: types === undefined ? undefined : definitionOf(types, path, info),
    key: named("key-type"),
    value: named("value-type"),
  };
}
