import type { Section } from "../elf/section.js";
import type { ElfSymbol } from "../elf/symbol.js";
import { ParseError, type ParseErrorCode } from "../errors.js";

/** The bytes of a section that belong to a symbol. */
export interface SymbolSpan {
  readonly symbol: ElfSymbol;
  /** Bytes from the start of the section. */
  readonly start: number;
  readonly end: number;
}

/**
 * The spans of `symbols`, all of `section`, by rising start. A symbol without a size (as gobpf's objects have
 * them) reaches to the next symbol, or to the section's end. Spans that overlap are refused with `code`, because
 * reading each would take time without bound; with `aliases`, several names of exactly the same span are fine.
 */
export function symbolSpans(
  section: Section,
  symbols: readonly ElfSymbol[],
  code: ParseErrorCode,
  aliases = false,
): SymbolSpan[] {
  const starts = symbols.map((symbol) => ({ symbol, start: symbol.start, length: symbol.length }));
  starts.sort((a, b) => a.start - b.start || a.symbol.index - b.symbol.index);
  const spans: SymbolSpan[] = [];
  let next = section.size;
  for (let position = starts.length - 1; position >= 0; position--) {
    const { symbol, start, length } = starts[position]!;
    const above = starts[position + 1];
    if (above !== undefined && above.start > start) next = above.start;
    spans.push({ symbol, start, end: length === 0 ? next : start + length });
  }
  spans.reverse();
  for (let position = 1; position < spans.length; position++)
    checkApart(section, spans[position - 1]!, spans[position]!, code, aliases);
  return spans;
}

function checkApart(
  section: Section,
  before: SymbolSpan,
  after: SymbolSpan,
  code: ParseErrorCode,
  aliases: boolean,
): void {
  if (before.end <= after.start && before.start < after.start) return;
  if (aliases && before.start === after.start && before.end === after.end) return;
  throw new ParseError(
    code,
    `${before.symbol.name} and ${after.symbol.name} overlap in section ${section.name}`,
    {
      section: section.name,
      symbol: after.symbol.name,
      offset: after.symbol.offset,
    },
  );
}
