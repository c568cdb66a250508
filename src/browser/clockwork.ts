import { now } from '../base/clock.js';
import type { Clockwork } from './messages.js';

/** How long the clock is watched. */
const watchedSeconds = 0.05;

/** What the clock of this page is like: the smallest step that it makes in a while. */
export function clockwork(): Clockwork {
  let least = Number.POSITIVE_INFINITY;
  let last = now();
  for (const end = last + watchedSeconds; last < end; ) {
    const time = now();
    if (time > last) least = Math.min(least, time - last);
    last = time;
  }
  return { resolutionSeconds: least, isIsolated: globalThis.crossOriginIsolated === true };
}
