/** Whether the page is in sight: browsers slow down what is hidden. */
export interface Sight {
  /** How often it was hidden so far. */
  hides(): number;
  /** Settles once the page is in sight. */
  untilSeen(): Promise<void>;
}

export function watchSight(): Sight {
  let hides = document.visibilityState === 'hidden' ? 1 : 0;
  let waiting: (() => void)[] = [];
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') hides += 1;
    else for (const go of waiting.splice(0)) go();
  });
  return {
    hides: () => hides,
    untilSeen: () =>
      document.visibilityState === 'hidden'
        ? new Promise((resolve) => {
            waiting = [...waiting, resolve];
          })
        : Promise.resolve(),
  };
}
