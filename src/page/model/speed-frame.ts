import type { LogAxis } from './log-axes.js';
import type { SpeedPoint } from './speed-points.js';

/** Percent of BD-rate, and how many times the fewest bits, above which nobody chooses a codec. */
const most = { percent: 50, times: 2.5 };

/**
 * The rate up to which curves compete; points above it stand at the edge of the chart. Null where fewer
 * than three would be left, or all are.
 * @param at bits per pixel are the rate; else BD-rate is
 */
export function competitiveRate(points: readonly SpeedPoint[], at: boolean): number | null {
  const rates = points.flatMap(({ rate }) => rate.value ?? []);
  const limit = at ? most.times * Math.min(...rates) : most.percent;
  const inside = rates.filter((rate) => rate <= limit).length;
  return inside < 3 || inside === rates.length ? null : limit;
}

/** Where a value stands: at the nearest edge where it is outside of the axis. */
export function atEdge(
  { place, range }: LogAxis,
  value: number,
): { readonly at: number; readonly out: -1 | 0 | 1 } {
  const at = place(value);
  const [low, high] = range;
  const inset = 0.02 * (high - low);
  if (at > high) return { at: high - inset, out: 1 };
  if (at < low) return { at: low + inset, out: -1 };
  return { at, out: 0 };
}
