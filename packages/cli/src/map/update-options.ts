import type { UpdateOptions } from "@bpf/maps";
import type { OptionValues } from "../arguments/option-values.js";

/** What `--create`, `--update` and `--lock` ask for. */
export function updateOptions({ create, update, lock }: OptionValues): UpdateOptions {
  const how = create === true ? "create" : update === true ? "update" : "any";
  return { how, lock };
}
