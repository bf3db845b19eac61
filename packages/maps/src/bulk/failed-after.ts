/** Marks the error of a bulk call that failed part way: `done` elements of it had been written or deleted. */
export function failedAfter<E>(error: E, done: number): E {
  if (error instanceof Error) Object.assign(error, { done });
  return error;
}
