/** What several threads do at the same time. */
export interface Together<T> {
  /** Asks the threads; each promise is of a part. `fail` is for what goes wrong outside of them, as in a callback. */
  readonly begin: (fail: (error: unknown) => void) => readonly Promise<T>[];
  /** Makes the parts end soon, whatever they come to. */
  readonly stop: () => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the parts give, when all have ended: nobody computes any more, however it ended. The first part that fails stops the
 * others, and so does an abort. What stopped ones throw is of no interest: the caller gets the reason, which is the abort's or
 * else what failed first.
 *
 * @throws the signal's reason; what failed first
 */
export async function together<T>({ begin, stop, signal }: Together<T>): Promise<T[]> {
  signal?.throwIfAborted();
  let failure: { readonly error: unknown } | null = null as { readonly error: unknown } | null;
  const fail = (error: unknown) => {
    if (failure === null && !signal?.aborted) stop();
    failure ??= { error };
  };
  signal?.addEventListener("abort", stop);
  try {
    const parts = begin(fail);
    for (const part of parts) part.catch(fail);
    const ended = await Promise.allSettled(parts);
    signal?.throwIfAborted();
    if (failure !== null) throw failure.error;
    return ended.map((part) => (part as PromiseFulfilledResult<T>).value);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
