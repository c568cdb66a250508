import { UsageError } from '../base/errors.js';
import { type PictureReason, reasonText } from '../page/model/picture-reason.js';
import type { PictureLimits, PicturesMade } from '../page/write/make-pictures.js';
import { sizeOf } from './arguments.js';

/** Images of each data set that have pictures where nothing is asked for. */
const usualImages = 3;

/**
 * Reads the options. What is asked for is encoded anew where the cache lacks it; where nothing is, the
 * pictures are what the cache has.
 * @throws UsageError
 */
export function pictureLimits(pictures: string | undefined, limit: string): PictureLimits {
  const bytes = sizeOf('--pictures-limit', limit);
  if (pictures === undefined) return { images: usualImages, bytes };
  if (pictures === 'all') return { images: Number.POSITIVE_INFINITY, bytes, encode: true };
  if (pictures === 'none') return { images: 0, bytes };
  if (/^\d{1,9}$/.test(pictures)) return { images: Number(pictures), bytes, encode: true };
  throw new UsageError(`--pictures is none, all or a number of images, got '${pictures}'`);
}

/** What the page got, what it did not get, and how to get that. Null where nothing is to be told. */
export function describePictures({ files, bytes, images, left }: PicturesMade): string | null {
  if (images.asked === 0) return null;
  const got = `pictures of ${images.asked} of ${images.all} images: ${files} files, ${Math.round(bytes / 1e6)} MB`;
  const more = images.asked < images.all ? ['--pictures all takes all images'] : [];
  const missing = left.map(
    ({ reason, count }) => `${count} are left out: ${reasonText(reason)}${mend(reason)}`,
  );
  return [got, ...missing, ...more].join('\n');
}

function mend({ code }: PictureReason): string {
  if (code === 'no-bitstream') return '; --pictures with a number or all encodes it anew';
  return code === 'beyond-limit' ? '; --pictures-limit raises it' : '';
}
