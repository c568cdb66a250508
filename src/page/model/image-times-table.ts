import type { ImageTimesTable, RowTimes, Seconds } from '../../leaderboard/image-times.js';
import type { TimingGroup } from '../../leaderboard/schema.js';
import { codecKey } from '../../results/identity.js';
import type { PageTimes } from './image-times-file.js';

/**
 * A group of times as the leaderboard's own functions take it, to be joined to curves of `codecCurves`.
 * @param seconds times of single images, in the order of the group's rows; without them pairs of
 *   images have no times
 */
export function imageTimesTableOf(
  { dataset, testbed, crop, threads, rows }: TimingGroup,
  images: readonly { readonly sha256: string }[] = [],
  seconds: PageTimes['timings'][number] | null = null,
): ImageTimesTable {
  const byRow = new Map<string, RowTimes>();
  for (const [place, row] of rows.entries()) {
    const [encode, decode] = [row.encode, row.decode].map((each) => each?.megapixelsPerSecond);
    if (!encode || !decode) continue;
    byRow.set(codecKey(row), {
      ...{ complete: row.complete, command: row.engine.runtime === 'cli' },
      ...{ encode: 1 / encode, decode: 1 / decode },
      peakBytes: row.peakBytes && Math.max(row.peakBytes.encode, row.peakBytes.decode),
      images: imagesOf(images, seconds?.rows[place]),
    });
  }
  return { dataset, testbed, crop, threads, find: (identity) => byRow.get(codecKey(identity)) };
}

function imagesOf(
  images: readonly { readonly sha256: string }[],
  columns: PageTimes['timings'][number]['rows'][number] | undefined,
): ReadonlyMap<string, Seconds> {
  const found = new Map<string, Seconds>();
  for (const [i, { sha256 }] of images.entries()) {
    const [encode, decode] = [columns?.encode[i], columns?.decode[i]];
    if (encode != null && decode != null) found.set(sha256, { encode, decode });
  }
  return found;
}
