/**
 * The result of the work, or the signal's reason as soon as it is aborted: work that cannot be broken
 * off ends by itself, and nobody waits for it.
 */
export async function underSignal<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  if (signal === undefined) return work();
  const running = work();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([running, aborted]);
  } finally {
    // The race hears of a failure of the work that comes too late; nobody else need.
    signal.removeEventListener('abort', stop);
  }
}
