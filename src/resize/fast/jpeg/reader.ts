import { openJpegPipeline } from '../../../codecs/jpeg/wasm/pipeline.js';
import type { JpegHead } from '../../../codecs/jpeg/wasm/planes.js';
import type { FastReader } from '../contract.js';
import { smallPlanes } from './small-planes.js';

/**
 * Opens a reader of the JPEG files that the own decoder takes, without a profile, for what is not written as JPEG.
 * @throws WorkError where the kernel cannot be loaded
 */
export async function openJpegReader(): Promise<FastReader> {
  const pipeline = await openJpegPipeline();
  let head: JpegHead | null = null;
  return {
    input: (length) => pipeline.input(length),
    readHead(bytes) {
      head = pipeline.readHead(bytes);
      const { width, height, orientation, icc } = head;
      const refused = head.refused ?? (icc.length > 0 ? 'it has a profile' : null);
      return { width, height, orientation, refused };
    },
    resize(bytes, scaling) {
      const { planes } = smallPlanes(pipeline, bytes, {
        ...{ ...scaling, head: head!, lenient: false, subsampling: [1, 1] },
        // It was asked before.
        maxPixels: Number.POSITIVE_INFINITY,
      });
      const { width, height, channels, data } = pipeline.raster(planes);
      return { width, height, channels, data: data as Uint8Array };
    },
    renew: () => pipeline.renew(),
  };
}
