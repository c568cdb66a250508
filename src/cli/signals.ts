/**
 * Turns Ctrl-C into two signals: the first stops taking up work, the second ends what is running.
 * @param done what was done and is kept, `measured`
 */
export function onInterrupt(
  tell: (message: string) => void,
  done: string,
): {
  stop: AbortSignal;
  halt: AbortSignal;
} {
  const stop = new AbortController();
  const halt = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) {
      halt.abort();
      return;
    }
    tell(`stopping after the running jobs; all that is ${done} is kept; again to stop at once`);
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { stop: stop.signal, halt: halt.signal };
}
