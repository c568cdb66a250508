import type { Raster } from '../../image/raster.js';
import type { Metric, Scorer } from '../../metrics/metric.js';

/**
 * What metrics have prepared of one original, kept from one decoded picture of it to the next. Of
 * pictures with more than `mostPixels` only the last metric's is, which the next may share: all
 * metrics together hold some 1.5 kilobytes for every pixel, most of it the networks'.
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

const mostPixels = 2 ** 20;

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
        if (original.width * original.height > mostPixels) {
          for (const id of [...open.keys()]) if (id !== metric.id) forget(id);
        }
        return result;
      } catch (error) {
        forget(metric.id);
        throw error;
      }
    },
  };
}
