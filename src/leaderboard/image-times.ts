import { median } from '../base/statistics.js';
import { sum } from '../base/sums.js';
import { codecKey } from '../results/identity.js';
import type { TimingRecord } from '../results/record.js';
import { countImages, type Identity } from './record-groups.js';
import { groupTimingRecords, isTimed } from './timing-groups.js';

/** Times of one data set, testbed, crop and count of threads, to be joined to curves. */
export interface ImageTimesTable {
  readonly dataset: string;
  readonly testbed: string;
  readonly crop: string | null;
  readonly threads: number;
  /** Times of a row by its identity, or undefined where it was not timed. */
  find(identity: Identity): RowTimes | undefined;
}

/** Times of a codec with its settings, in seconds a megapixel. */
export interface RowTimes extends Seconds {
  /** Whether all images of the table were timed. */
  readonly complete: boolean;
  /** Whether the times hold the start of a process: they are of another kind than calls. */
  readonly command: boolean;
  /** Greater one of encode's and decode's; null where it was not measured. */
  readonly peakBytes: number | null;
  /** By SHA-256 of the image. */
  readonly images: ReadonlyMap<string, Seconds>;
}

export interface Seconds {
  readonly encode: number;
  readonly decode: number;
}

/**
 * Seconds a megapixel of every row and image: of the images' median seconds, so 1 over the
 * megapixels a second of the tables of times. Pure.
 */
export function imageTimesTables(records: Iterable<TimingRecord>): ImageTimesTable[] {
  return groupTimingRecords(records).map(({ first, rows }) => {
    const { dataset, testbed, crop, threads } = first;
    const count = countImages(rows, isTimed);
    const byRow = new Map(
      rows.flatMap(({ identity, records: all }) => {
        const timed = all.filter(isTimed);
        return timed.length === 0 ? [] : [[codecKey(identity), rowTimes(identity, timed, count)]];
      }),
    );
    return { dataset, testbed, crop, threads, find: (identity) => byRow.get(codecKey(identity)) };
  });
}

function rowTimes({ engine }: Identity, timed: readonly TimingRecord[], count: number): RowTimes {
  const megapixels = timed.map(({ width, height }) => (width! * height!) / 1e6);
  const encode = timed.map((record) => median(record.encode.total));
  const decode = timed.map((record) => median(record.decode.total));
  const peaks = timed.flatMap(({ peakBytes }) =>
    peakBytes === null ? [] : [Math.max(peakBytes.encode, peakBytes.decode)],
  );
  const all = sum(megapixels);
  return {
    complete: timed.length === count,
    command: engine.runtime === 'cli',
    encode: sum(encode) / all,
    decode: sum(decode) / all,
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    images: new Map(
      timed.map(({ imageSha256 }, i) => [
        imageSha256,
        { encode: encode[i]! / megapixels[i]!, decode: decode[i]! / megapixels[i]! },
      ]),
    ),
  };
}
