/** What {@link ../addon/native.js} Native.batchRun does; has to equal BatchOperation of native/batch.h. */
export const BatchOperation = {
  lookup: 0,
  take: 1,
  update: 2,
  delete: 3,
  walk: 4,
  walkKeys: 5,
  updateEach: 6,
  deleteEach: 7,
} as const;
export type BatchOperation = (typeof BatchOperation)[keyof typeof BatchOperation];
