import type { RdTable } from '../../leaderboard/rd-table.js';
import type { ResultFolders } from '../../results/folders.js';
import { readMetricMaps } from '../../results/stored-metrics.js';
import { openDisplay } from '../../sweeps/display/display.js';
import { openAnewEncoder } from '../../sweeps/display/encode-anew.js';
import { makePictures, type PictureLimits, type PicturesMade } from './make-pictures.js';
import { readStreams } from './pictures-streams.js';

/**
 * Gathers the pictures of a page out of the cache, and encodes anew what it lacks where that is asked for.
 * @param onProgress as `makePictures` has it
 */
export async function gatherPictures(
  results: ResultFolders,
  tables: readonly RdTable[],
  limits: PictureLimits,
  onProgress: (done: number, total: number) => void,
): Promise<PicturesMade> {
  const images = new Set(tables.flatMap((table) => table.images.slice(0, limits.images)));
  // What is wrong with a file was told when the facts were read.
  const display = openDisplay({ ownMaps: readMetricMaps(results, () => {}) });
  const encoder = limits.encode === true && limits.images > 0 ? openAnewEncoder() : null;
  try {
    const streams = readStreams(results, images);
    return await makePictures(tables, { streams, display, encoder, limits, onProgress });
  } finally {
    await Promise.all([display.close(), encoder?.close()]);
  }
}
