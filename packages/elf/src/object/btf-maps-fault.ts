import { ParseError, type ParseErrorCode } from "../errors.js";

/** The map that is being read, for errors; `offset` is the file's byte at which its variable begins. */
export interface MapPlace {
  readonly map: string;
  readonly offset: number | undefined;
}

/** The section of BTF map definitions. */
export const mapsSection = ".maps";

/** The error for a map's definition: names the map, and what about it is wrong. */
export function mapFault(
  { map, offset }: MapPlace,
  message: string,
  code: ParseErrorCode = "ERR_MAP_DEFINITION",
  options?: ErrorOptions,
): ParseError {
  return new ParseError(
    code,
    `map ${map}: ${message}`,
    { section: mapsSection, symbol: map, offset },
    options,
  );
}

/** The error for the section as a whole, or for a symbol in it that is no map. */
export function mapsFault(
  section: { readonly offset: number } | undefined,
  message: string,
  symbol?: string,
): ParseError {
  return new ParseError("ERR_MAP_DEFINITION", `section ${mapsSection}: ${message}`, {
    section: mapsSection,
    symbol,
    offset: section?.offset,
  });
}
