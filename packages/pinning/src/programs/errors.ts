import type { FdKind } from "@bpf/syscall";
import { PinError } from "../errors.js";

/** What was found where a program's pin is to go. */
export type ObstacleKind = FdKind | "directory" | "symlink";

/** Something that stands where a program is to be pinned. */
export interface ProgramObstacle {
  readonly program: string;
  readonly path: string;
  /** `symlink`: one that leads to a program, which cannot be replaced through it. */
  readonly kind: ObstacleKind;
  /** The kernel's id, of a program, map or link. */
  readonly id?: number;
}

const brand = Symbol.for("@bpf/pinning.ProgramPinError");

const obstacleText = ({ program, path, kind, id }: ProgramObstacle): string => {
  const what = kind === "symlink" ? "is a symbolic link" : `holds a ${kind === "prog" ? "program" : kind}`;
  return `${path}, where the program ${program} is to be pinned, ${what}${id === undefined ? "" : ` (id ${id})`}.`;
};

const advice = (obstacles: readonly ProgramObstacle[]): string =>
  obstacles.every(({ kind }) => kind === "prog")
    ? "Unpin it, pin elsewhere, or say that it is to be kept or replaced (onExistingProgram)."
    : "Only a program is ever kept or replaced: remove what is there, or pin elsewhere.";

/** Something is pinned where a program is to go. Nothing was changed. The fields are those of the first obstacle. */
export class ProgramPinError extends PinError {
  override readonly name = "ProgramPinError";
  override readonly code = "ERR_PROGRAM_PINNED" as const;
  override readonly program: string;
  override readonly path: string;
  /** What is there: `prog`, `map`, `link`, `directory`, `symlink`. */
  readonly kind: ObstacleKind;
  /** The kernel's id, of a program, map or link. */
  readonly id?: number;
  /** Every obstacle that was seen, in the object's order. */
  readonly obstacles: readonly ProgramObstacle[];

  constructor(obstacles: readonly [ProgramObstacle, ...ProgramObstacle[]]) {
    const [{ program, path, kind, id }] = obstacles;
    super(
      "ERR_PROGRAM_PINNED",
      `${obstacles.map(obstacleText).join("\n")}\nNothing was changed. ${advice(obstacles)}`,
      { program, path },
    );
    this.program = program;
    this.path = path;
    this.kind = kind;
    if (id !== undefined) this.id = id;
    this.obstacles = obstacles;
    Object.defineProperty(this, brand, { value: true });
  }

  static override is(value: unknown): value is ProgramPinError {
    return typeof value === "object" && value !== null && brand in value;
  }
}
