import { WorkError } from '../../base/errors.js';
import { decodeLimitSeconds } from '../../base/time-limit.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, type Raster } from '../../image/raster.js';
import type { Samples } from '../../runtimes/samples.js';
import { readJpegls } from '../../runtimes/wasm/jpegls-file.js';
import { createPictureCoder, type PictureLibrary, type PictureLimits } from '../picture-coder.js';

/** The version that the CharLS of @cornerstonejs/codec-charls tells of itself. */
export const charlsName = 'CharLS 2.4.4';

/** The frame header of JPEG-LS has 16 bits for a side. */
export const jpeglsLimits: PictureLimits = { side: 65_535, depth: 16 };

/**
 * JPEG-LS (ITU-T T.87) by CharLS, lossless: median edge prediction, contexts, run lengths and Golomb
 * codes. Three channels are coded as planes, one scan each, those of `strided` sample by sample in one
 * scan, as WaLLoC and LiVeAction have them. Samples are told to be of as few bits as
 * they are, which sets the thresholds of the contexts.
 */
export const jpegls = createPictureCoder(
  {
    id: 'jpegls',
    title: 'JPEG-LS',
    library: charlsName,
    available: async () => true,
    arrangements: ['stacked', 'tiled', 'nested', 'strided'],
  },
  jpeglsLimits,
  openJpegls,
);

export async function openJpegls(): Promise<PictureLibrary> {
  const { openCharls } = await import('../../runtimes/wasm/charls.js');
  const charls = await openCharls();
  return {
    async encode(picture, bits, interleaved) {
      // JPEG-LS has no samples of 1 bit.
      const image = { ...picture, bits: Math.max(2, bits) };
      const file = await charls.encode(image, {
        near: 0,
        interleave: interleaved ? 'sample' : 'none',
      });
      return file ?? charls.encodeRoomy(image, 0);
    },
    async decode(file, { width, height }) {
      const size = readJpegls(file);
      checkPixels(size.width, size.height, width * height);
      return asCoded(await charls.decode(file, decodeLimitSeconds(width * height)));
    },
    close: async () => charls.close(),
  };
}

/** The samples as they stand, not spread over the full range of a depth. */
function asCoded({ width, height, components, bits, data }: Samples): Raster {
  const depth = bits > 8 ? 16 : 8;
  const count = width * height * components;
  if (data.length * 8 !== count * depth) {
    throw new WorkError('CharLS gave too few samples', { code: 'broken-bitstream' });
  }
  // A copy, so that 16 bits are aligned; every platform that Node runs on has the low byte first.
  const samples = depth === 8 ? data : new Uint16Array(data.slice().buffer);
  return createRaster({ width, height, channels: components, depth, data: samples });
}
