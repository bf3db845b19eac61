import type { LegacyLayout } from "@bpf/elf";
import { UsageError } from "../errors.js";
import { suggest } from "./suggest.js";

const layouts: readonly LegacyLayout[] = ["libbpf", "aya", "iproute2", "gobpf"];

/**
 * The legacy layout of `--layout`.
 * @throws {UsageError} no such layout
 */
export function parseLayout(text: string, verb: string): LegacyLayout {
  const found = layouts.find((layout) => layout === text);
  if (found !== undefined) return found;
  const near = suggest(text, layouts);
  throw new UsageError(
    `--layout ${JSON.stringify(text)} is none of ${layouts.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`,
    verb,
  );
}
