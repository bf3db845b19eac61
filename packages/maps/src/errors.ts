/** Stable codes of {@link MapError}. */
export type MapErrorCode =
  /** The map is of a kind that this class or method is not for. */
  | "ERR_MAP_KIND"
  /** The map was closed. */
  | "ERR_MAP_CLOSED"
  /** A layout whose size is not that of the map's keys or values. */
  | "ERR_MAP_TYPES"
  /** A live view of memory that may only be read. */
  | "ERR_MAP_READ_ONLY"
  /** A walk that a busy writer sent back to the start too often. */
  | "ERR_MAP_CHANGING"
  /** A second loop over a ring buffer; or a getter in a key or value that uses the map which it is read for. */
  | "ERR_MAP_BUSY";

/** Marks errors so that two copies of this package (two versions, ESM and CJS) know each other's. */
function brand(name: string): { mark(error: Error): void; is(value: unknown): boolean } {
  const symbol = Symbol.for(`@bpf/maps.${name}`);
  return {
    mark: (error) => void Object.defineProperty(error, symbol, { value: true }),
    is: (value) => typeof value === "object" && value !== null && symbol in value,
  };
}

const mapBrand = brand("MapError");
const valueBrand = brand("ValueError");
const layoutBrand = brand("LayoutError");

/** A map that cannot do what was asked of it. Failures of bpf(2) itself are BpfErrors of `@bpf/syscall`. */
export class MapError extends Error {
  override readonly name = "MapError";
  readonly code: MapErrorCode;
  /** The map's name, where it has one. */
  declare readonly map?: string;
  /** The pin's path, where it was opened by one. */
  declare readonly path?: string;

  constructor(
    code: MapErrorCode,
    message: string,
    { map, path }: { map?: string | undefined; path?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    if (map !== undefined) this.map = map;
    if (path !== undefined) this.path = path;
    mapBrand.mark(this);
  }

  /** True for a MapError of any copy of this package. */
  static is(value: unknown): value is MapError {
    return mapBrand.is(value);
  }
}

/** A key or value that its layout cannot hold. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  readonly code = "ERR_MAP_VALUE";
  /** Where in the key or value: `value.stats.packets`, `key[3]`. */
  readonly path: string;
  /** What is wrong there: `expected an integer from 0 to 255, not 256`. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
    valueBrand.mark(this);
  }

  /** True for a ValueError of any copy of this package. */
  static is(value: unknown): value is ValueError {
    return valueBrand.is(value);
  }
}

/** A type that no layout can be made of: without a size, endless, or larger than any map's value. */
export class LayoutError extends Error {
  override readonly name = "LayoutError";
  readonly code = "ERR_VALUE_LAYOUT";
  /** Where in the type: `struct flow.stats[0]`. */
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    layoutBrand.mark(this);
  }

  /** True for a LayoutError of any copy of this package. */
  static is(value: unknown): value is LayoutError {
    return layoutBrand.is(value);
  }
}
