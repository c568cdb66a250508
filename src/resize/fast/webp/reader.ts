import { openVp8Decoder } from '../../../codecs/vp8/decoder.js';
import { readWebpHead, type WebpHead } from '../../../codecs/vp8/head.js';
import { tiffOrientation } from '../../../image/tiff-directory.js';
import { bareExif } from '../../../image/webp-chunks.js';
import { sourceArea } from '../../geometry.js';
import type { FastReader } from '../contract.js';

/** Pixels of a picture at most: all of its planes are held at a time. */
const mostPixels = 2 ** 26;

/**
 * Opens a reader of lossy WebP files. What has alpha, a profile or several pictures, or is turned by EXIF, is
 * refused. Planes are resampled before their colours are turned into RGB, chroma from its half size.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openWebpReader(): Promise<FastReader> {
  const decoder = await openVp8Decoder();
  let head: WebpHead | null = null;
  return {
    input: (length) => decoder.input(length),
    readHead(bytes) {
      head = readWebpHead(bytes);
      const { width, height } = head;
      return { width, height, orientation: 1, refused: refusalOf(head) };
    },
    resize(bytes, scaling) {
      const { width, height } = scaling.window;
      const planes = decoder.decode(bytes, { head: head! });
      const small = decoder.resample(planes, {
        ...{ width, height, filter: scaling.filter, subsampling: [1, 1] },
        crop: sourceArea(head!, scaling),
      });
      return { width, height, channels: 3, data: decoder.rgb(small) };
    },
    renew: () => decoder.renew(),
  };
}

function refusalOf({ width, height, refused, icc, exif }: WebpHead): string | null {
  if (refused !== null) return refused;
  if (icc !== null) return 'it has a profile';
  if (exif !== null && tiffOrientation(bareExif(exif)) !== 1) return 'it is turned by EXIF';
  return width * height > mostPixels ? 'a large picture' : null;
}
