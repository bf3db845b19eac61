/**
 * Pinned BPF maps as typed JavaScript values.
 *
 * @packageDocumentation
 */
export type { BloomFilter } from "./bloom/bloom-filter.js";
export { openBloomFilter } from "./bloom/open.js";
export type { EntryBatch } from "./bulk/iterate.js";
export type { BulkOptions } from "./bulk/steps.js";
export { type ByteView, byteView } from "./codec/byte-view.js";
export { type Codec, codecOf, exactJson, exactJsonText } from "./codec/codec.js";
export { JsonBytes } from "./codec/json-bytes.js";
export type { JsonValue } from "./codec/json-value.js";
export { LayoutError, MapError, type MapErrorCode, ValueError } from "./errors.js";
export {
  generateTypes,
  type PinnedMapSource,
  type TypesInput,
  type TypesOptions,
} from "./gen/generate-types.js";
export { openMap, type TypedMapOptions } from "./keyed-map/open-map.js";
export type { FdValue, TypedMap } from "./keyed-map/typed-map.js";
export type { LockOptions, UpdateHow, UpdateOptions } from "./keyed-map/update-flags.js";
export type { KernelMap } from "./kinds/kernel-map.js";
export { type AnyMap, openAnyMap } from "./kinds/open-any-map.js";
export { checkLayout } from "./layout/check.js";
export { layout, type Typed, type ValueOf } from "./layout/describe.js";
export { type LayoutOptions, layoutFromBtf } from "./layout/from-btf.js";
export type * from "./layout/layout.js";
export { typeIdByName } from "./layout/type-by-name.js";
export type { LiveArray } from "./live/live-array.js";
export type { LiveElements } from "./live/live-elements.js";
export type { LiveVariables } from "./live/live-variables.js";
export { type LiveViewOptions, liveView } from "./live/live-view.js";
export { type OpenVariablesOptions, openVariables } from "./live/open-variables.js";
export { cidrText, type LpmKey, parseCidr } from "./lpm/cidr.js";
export type { MapOfMaps } from "./nested/map-of-maps.js";
export { type MapOfMapsOptions, openMapOfMaps } from "./nested/open.js";
export { isPerCpu } from "./open/map-types.js";
export type { OpenMapOptions } from "./open/options.js";
export type { MapHolder, MapSource } from "./open/source.js";
export { type KeylessOptions, openQueue } from "./queue/open.js";
export type { PushOptions, Queue } from "./queue/queue.js";
export { openRingBuffer } from "./ring/open.js";
export type { RingBufferOptions } from "./ring/options.js";
export type { RecordBatch } from "./ring/record-batch.js";
export type { RingBuffer } from "./ring/ring-buffer.js";
export { openStorageMap } from "./storage/open.js";
export type { StorageMap, StorageOwner } from "./storage/storage-map.js";
