import { mapInfo, RingReader } from "@bpf/syscall";
import { type Codec, codecOf } from "../codec/codec.js";
import { wantedBy } from "../kinds/opener.js";
import type { Layout } from "../layout/layout.js";
import { jsonCodec } from "../open/json-codec.js";
import { bytesLayout } from "../open/layouts.js";
import { type MapSource, type OpenSource, openSource } from "../open/source.js";
import type { RingBufferOptions } from "./options.js";
import { bytesForm, hexForm, type RecordForm, typedForm } from "./record-form.js";
import { recordLayout } from "./record-layout.js";
import { RingBuffer } from "./ring-buffer.js";

/**
 * Opens a ring buffer to read its records (Linux 5.8). Reading writes: it needs access "rw".
 *
 * @throws MapError ERR_MAP_KIND for another kind of map, ERR_MAP_TYPES for a type that is not there; LayoutError; the
 * signal's reason if it is aborted already; RingError ERR_RING_OVERWRITE; BpfError: ENOENT, EACCES (a descriptor that
 * may not read and write), EPERM (frozen), EMFILE
 */
export function openRingBuffer<T = unknown>(
  source: MapSource,
  options: RingBufferOptions = {},
): RingBuffer<T> {
  options.signal?.throwIfAborted();
  const opened = openSource(source, "rw");
  try {
    return ringOf<T>(opened, options);
  } catch (error) {
    opened.fd.close();
    throw error;
  }
}

function ringOf<T>(source: OpenSource, options: RingBufferOptions): RingBuffer<T> {
  const { fd, path } = source;
  const info = mapInfo(fd);
  wantedBy("openRingBuffer").check?.(info, path);
  const layout = recordLayout(info, options, source);
  const read = howToRead(layout, options) as { codec: Codec<T> | undefined; form: RecordForm<T> };
  const reader = RingReader.open(fd, options);
  const { signal } = options;
  return new RingBuffer<T>({ fd, reader, path, layout: layout ?? bytesLayout(0), ...read, signal });
}

function howToRead(
  layout: Layout | undefined,
  { json = false, loose = false }: RingBufferOptions,
): { codec: Codec | undefined; form: RecordForm<unknown> } {
  if (layout === undefined) return { codec: undefined, form: json ? hexForm : bytesForm };
  const codec = json ? jsonCodec(codecOf(layout)) : codecOf(layout);
  return { codec, form: typedForm(codec, loose) };
}
