import { openJpegPipeline } from '../../../codecs/jpeg/wasm/pipeline.js';
import { flatten } from '../../../image/canvas.js';
import { createRaster } from '../../../image/raster.js';
import { outputFormats } from '../../formats.js';
import type { FastWriter } from '../contract.js';

/**
 * Opens a writer of JPEG files of samples: grey, or 4:2:0 as the libraries write it, alpha laid over the background.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openJpegWriter(): Promise<FastWriter> {
  const pipeline = await openJpegPipeline();
  return ({ width, height, channels, data }, { quality, ground }) => {
    const picture = createRaster({ width, height, channels, depth: 8, data });
    const planes = pipeline.planes(flatten(picture, ground), [2, 2]);
    return pipeline.encodeInPlace(planes, { quality: quality ?? outputFormats.jpeg.quality! });
  };
}
