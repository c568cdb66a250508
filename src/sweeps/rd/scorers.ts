import type { Raster } from '../../image/raster.js';
import type { Metric, Scorer } from '../../metrics/metric.js';

/**
 * What metrics have prepared of one original, kept from one decoded picture of it to the next. Of
 * pictures with more than `mostPixels` nothing is kept: all metrics together hold up to a kilobyte
 * for every pixel.
 */
export interface Scorers {
  /** Works with the metric's scorer of an original, which `key` names. */
  with<T>(
    metric: Metric,
    key: string,
    original: Raster,
    work: (scorer: Scorer) => Promise<T>,
  ): Promise<T>;
}

const mostPixels = 2 ** 22;

export function createScorers(): Scorers {
  let present: string | undefined;
  const open = new Map<string, Scorer>();
  const forget = (id: string): void => {
    open.get(id)?.close();
    open.delete(id);
  };
  return {
    async with(metric, key, original, work) {
      if (key !== present) {
        for (const id of [...open.keys()]) forget(id);
        present = key;
      }
      const scorer = open.get(metric.id) ?? (await metric.prepare(original));
      open.set(metric.id, scorer);
      try {
        const result = await work(scorer);
        if (original.width * original.height > mostPixels) forget(metric.id);
        return result;
      } catch (error) {
        forget(metric.id);
        throw error;
      }
    },
  };
}
