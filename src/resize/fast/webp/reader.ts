import { tiffOrientation } from '../../../codecs/jpeg/wasm/orientation.js';
import { openVp8Decoder } from '../../../codecs/vp8/decoder.js';
import { readWebpHead, type WebpHead } from '../../../codecs/vp8/head.js';
import type { FastReader } from '../format.js';

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
    resize(bytes, { scaled, window, filter }) {
      const { width, height } = head!;
      const [across, down] = [width / scaled.width, height / scaled.height];
      const planes = decoder.decode(bytes, { head: head! });
      const small = decoder.resample(planes, {
        ...{ width: window.width, height: window.height, filter, subsampling: [1, 1] },
        crop: {
          ...{ x: window.left * across, y: window.top * down },
          ...{ width: window.width * across, height: window.height * down },
        },
      });
      const data = decoder.rgb(small);
      return { width: window.width, height: window.height, channels: 3, data };
    },
    renew: () => decoder.renew(),
  };
}

function refusalOf({ width, height, refused, icc, exif }: WebpHead): string | null {
  if (refused !== null) return refused;
  if (icc !== null) return 'it has a profile';
  if (exif !== null && orientationOf(exif) !== 1) return 'it is turned by EXIF';
  return width * height > mostPixels ? 'a large picture' : null;
}

/** Some writers put the name before the header that JPEG has there. */
function orientationOf(exif: Uint8Array): number {
  const isNamed = String.fromCharCode(...exif.subarray(0, 6)) === 'Exif\0\0';
  return tiffOrientation(isNamed ? exif.subarray(6) : exif);
}
