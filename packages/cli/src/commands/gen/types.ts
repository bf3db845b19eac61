import { basename } from "node:path";
import type { ObjectSpec } from "@bpf/elf";
import { generateTypes, MapError } from "@bpf/maps";
import { type OpenPin, resolvePinPath } from "@bpf/pinning";
import { refuseObjectOptions } from "../../arguments/about-object.js";
import { splitMapValue } from "../../arguments/map-value.js";
import { bpffsOptions, pinOptions } from "../../arguments/pin-options.js";
import { suggest } from "../../arguments/suggest.js";
import { UsageError } from "../../errors.js";
import { ExitCode } from "../../exit-code.js";
import { withOptionWords } from "../../object/option-words.js";
import { readObject } from "../../object/read-object.js";
import { openToLook } from "../../pins/open-to-look.js";
import { type CommandInput, writeReport } from "../command.js";

const verb = "gen types";

/** What `--type MAP=NAME` says, of maps that there are. */
function valueTypes(texts: readonly string[] = [], maps: readonly string[]): Record<string, string> {
  const types: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const [map, type] = splitMapValue("type", text, verb);
    if (!maps.includes(map)) {
      const near = suggest(map, maps);
      const hint = near === undefined ? `; the maps are ${maps.join(", ")}` : `; did you mean ${near}?`;
      throw new UsageError(`--type ${text}: there is no map ${JSON.stringify(map)}${hint}`, verb);
    }
    if (map in types) throw new UsageError(`--type: map ${JSON.stringify(map)} is given twice`, verb);
    types[map] = type;
  }
  return types;
}

/** Where each map would be pinned; undefined for those without a pin, or whose pin options would have to tell. */
function pinPaths(object: ObjectSpec, input: CommandInput): Record<string, string | undefined> {
  const options = pinOptions(input.options, verb, input.context);
  const paths: Record<string, string | undefined> = Object.create(null);
  for (const spec of object.maps.values()) {
    const isTold = spec.pinning !== "custom" && spec.pinning !== "global";
    const isNamed = options.paths !== undefined && spec.name in options.paths;
    paths[spec.name] = isTold || isNamed ? resolvePinPath(spec, object, options) : undefined;
  }
  return paths;
}

function ofObject(file: string, input: CommandInput): string {
  const object = readObject(file, input.options, verb, input.messages);
  const values = valueTypes(input.options.type, [...object.maps.keys()]);
  const paths = withOptionWords(object, () => pinPaths(object, input));
  return generateTypes({ object }, { source: basename(file), paths, values });
}

function ofPins(pins: readonly string[], input: CommandInput): string {
  const opened: OpenPin[] = [];
  try {
    for (const pin of pins) {
      const { kind, path } =
        opened[opened.push(openToLook(pin, bpffsOptions(input.options, input.context))) - 1]!;
      if (kind !== "map") throw new MapError("ERR_MAP_KIND", `${path} is a ${kind}, not a map.`, { path });
    }
    const values = valueTypes(
      input.options.type,
      opened.map(({ path }) => basename(path)),
    );
    return generateTypes({ pins: opened }, { source: opened.map(({ path }) => path).join(", "), values });
  } finally {
    for (const { fd } of opened) fd.close();
  }
}

/** An object, or pins: exactly one of them, and no options about the other. */
function checkSource({ positionals, options }: CommandInput): void {
  const { pin } = options;
  if ((positionals.length === 0) === (pin === undefined))
    throw new UsageError(`${verb} needs either an object or --pin PATH`, verb);
  if (pin === undefined) return;
  refuseObjectOptions(options, "--pin reads none", verb);
}

/** `bpf gen types OBJECT.o` or `bpf gen types --pin PATH`: a TypeScript module with the types of maps. */
export function types(input: CommandInput): number {
  checkSource(input);
  const [file] = input.positionals;
  const module = file === undefined ? ofPins(input.options.pin!, input) : ofObject(file, input);
  writeReport(input, { module }, () => module);
  return ExitCode.done;
}
