import type { Look } from "../look.js";
import type { MapMaker } from "../make-map.js";
import type { ProgramLook } from "../programs/look.js";
import type { ObjectRequest } from "../request.js";

/** What was found and made of an object's maps, and found at its programs' paths. */
export interface Prepared {
  readonly request: ObjectRequest;
  /** Each settled, its fd open. */
  readonly looks: readonly Look[];
  readonly programs: ReadonlyMap<string, ProgramLook>;
  readonly maker: MapMaker;
  /** Grows until the commit is over. */
  readonly warnings: readonly string[];
  readonly warn: (warning: string) => void;
}
