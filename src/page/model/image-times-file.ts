import { z } from 'zod';
import { imageTimesTables } from '../../leaderboard/image-times.js';
import type { TimingGroup } from '../../leaderboard/schema.js';
import { timesKey } from '../../results/identity.js';
import type { TimingRecord } from '../../results/record.js';

const perImage = z.array(z.number().nullable());

/** `data/times-<n>-<digest>.js`: the times of every image, which pairs of any two curves need. */
export const pageTimes = z.object({
  /** In the order of the data set's `timings`, then of their `rows`. */
  timings: z.array(
    z.object({
      rows: z.array(
        z.object({
          /** Median seconds a megapixel, in the order of the data set's `images`. */
          encode: perImage,
          decode: perImage,
        }),
      ),
    }),
  ),
});

export type PageTimes = z.infer<typeof pageTimes>;

/** Significant digits: times hardly repeat to the third. */
const digits = 5;

/**
 * The times of every image of a data set. Pure.
 * @param images SHA-256 of each
 */
export function imageTimes(
  timings: readonly TimingGroup[],
  images: readonly string[],
  records: readonly TimingRecord[],
): PageTimes {
  const tables = imageTimesTables(records);
  return {
    timings: timings.map((group) => {
      const table = tables.find(
        (each) => each.dataset === group.dataset && timesKey(each) === timesKey(group),
      );
      return {
        rows: group.rows.map((row) => {
          const times = table?.find(row)?.images;
          const column = (direction: 'encode' | 'decode'): (number | null)[] =>
            images.map((sha256) => {
              const seconds = times?.get(sha256)?.[direction];
              return seconds === undefined ? null : Number(seconds.toPrecision(digits));
            });
          return { encode: column('encode'), decode: column('decode') };
        }),
      };
    }),
  };
}
