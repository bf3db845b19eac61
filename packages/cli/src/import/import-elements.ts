import { type JsonValue, type UpdateOptions, ValueError } from "@bpf/maps";
import { BpfError } from "@bpf/syscall";
import type { BloomJson, KeyedJson, QueueJson } from "../map/kinds.js";
import { ElementLineError, elementOfLine, type LineElement } from "./element-line.js";
import { type BadLine, importError } from "./import-error.js";
import { type LineBlock, LineError, lineBlocks } from "./line-blocks.js";
import { lineLimit } from "./line-limit.js";

export type ImportTarget = KeyedJson | QueueJson | BloomJson;

export interface ImportOptions extends UpdateOptions {
  /** The file's name, or "stdin", for errors. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number) => void;
}

/** Sets the elements of one block of lines after the other, and knows which line each was. */
class BlockImport {
  /** Elements that are set. */
  done = 0;
  /** How many of them were set before the block that is being set. */
  #before = 0;
  readonly #map: ImportTarget;
  readonly #options: ImportOptions;

  constructor(map: ImportTarget, options: ImportOptions) {
    this.#map = map;
    this.#options = options;
  }

  /** @throws ERR_IMPORT; the signal's reason */
  async run(block: LineBlock): Promise<void> {
    const numbers: number[] = [];
    let bad: { line: number; error: ElementLineError } | undefined;
    /** Elements up to the first line that is none, so that those before it are set all the same. */
    function* elements(keyed: boolean): Generator<LineElement> {
      for (const [index, line] of block.lines.entries()) {
        if (line.trim() === "") continue;
        numbers.push(block.first + index);
        try {
          yield elementOfLine(line, keyed);
        } catch (error) {
          if (!(error instanceof ElementLineError)) throw error;
          bad = { line: block.first + index, error };
          return;
        }
      }
    }
    this.#before = this.done;
    try {
      this.done = this.#before + (await this.#set(elements(this.#map.kind === "keyed")));
    } catch (error) {
      throw this.#failure(error, numbers);
    }
    if (bad !== undefined) throw importError(this.#at(bad.line), bad.error.message);
  }

  async #set(elements: Iterable<LineElement>): Promise<number> {
    const { signal, how, lock, onProgress } = this.#options;
    const map = this.#map;
    const told = ({ done }: { readonly done: number }): void => {
      this.done = this.#before + done;
      onProgress?.(this.done);
    };
    if (map.kind === "keyed")
      return map.setAllAsync(pairs(elements), { how, lock, signal, onProgress: told });
    signal?.throwIfAborted();
    return map.kind === "queue" ? map.pushAll(values(elements)) : map.addAll(values(elements));
  }

  #at(line: number): BadLine {
    return { file: this.#options.file, line, imported: this.done };
  }

  /**
   * The kernel refuses the element after the last that was set; a value that does not fit was the last that was asked for.
   */
  #failure(error: unknown, numbers: readonly number[]): unknown {
    const { done } = error as { done?: number };
    if (done !== undefined) this.done = this.#before + done;
    const next = this.done - this.#before;
    if (ValueError.is(error)) return importError(this.#at(numbers.at(-1)!), error.message, error);
    if (BpfError.is(error))
      return importError(this.#at(numbers[next] ?? numbers.at(-1)!), error.message, error);
    return error;
  }
}

function* pairs(elements: Iterable<LineElement>): Generator<readonly [JsonValue, JsonValue]> {
  for (const { key, value } of elements) yield [key!, value];
}

function* values(elements: Iterable<LineElement>): Generator<JsonValue> {
  for (const { value } of elements) yield value;
}

/** What an import came to. */
export interface ImportOutcome {
  readonly imported: number;
  /** Whether a signal ended it early. */
  readonly stopped: boolean;
}

/**
 * Sets the elements that JSON Lines tell. Empty lines are passed over.
 * @throws {CliError} ERR_IMPORT with the first bad line's number
 */
export async function importElements(
  map: ImportTarget,
  pieces: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { file, signal, onProgress } = options;
  const blocks = new BlockImport(map, options);
  try {
    for await (const block of lineBlocks(pieces, lineLimit(map))) {
      await blocks.run(block);
      onProgress?.(blocks.done);
    }
    return { imported: blocks.done, stopped: signal?.aborted === true };
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) return { imported: blocks.done, stopped: true };
    if (error instanceof LineError)
      throw importError({ file, line: error.line, imported: blocks.done }, error.message);
    throw error;
  }
}
