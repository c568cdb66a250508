import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import { checkPixels } from '../../image/pixels.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { openJpegPipeline } from './wasm/pipeline.js';
import type { JpegHead, JpegPlanes } from './wasm/planes.js';

const subsamplings: Readonly<Record<string, JpegPlanes['subsampling']>> = {
  '4:2:0': [2, 2],
  '4:2:2': [2, 1],
  '4:4:0': [1, 2],
  '4:4:4': [1, 1],
};

/** JPEG by the decoder and encoder of this project, in WebAssembly. Threads make no difference: it has none. */
export async function openJpegWasm(
  { quality, chroma, optimise }: Settings,
  { maxPixels }: Resources,
): Promise<CodecSession> {
  const pipeline = await openJpegPipeline();
  const options = { quality: Number(quality), optimise: optimise === true };
  return {
    async encode(image, clock) {
      const subsampling = subsamplings[String(chroma)]!;
      const planes = clock.stage('prepare', () => pipeline.planes(image, subsampling));
      return clock.stage('encode', () => pipeline.encode(planes, options));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, imageFormats.jpeg);
      const head = clock.stage('parse', () => pipeline.readHead(bytes));
      checkPixels(head.width, head.height, maxPixels);
      if (isForeign(head)) {
        const { decode } = await import('../../runtimes/sharp.js');
        return decode(bytes, clock, maxPixels);
      }
      const planes = clock.stage('decode', () => pipeline.decode(bytes, { maxPixels }));
      return clock.stage('finish', () => pipeline.raster(planes));
    },
    close: async () => undefined,
  };
}

/** Whether the samples alone are not the picture, or this decoder does not take it: no codec here writes such. */
function isForeign({ refused, exif, icc }: JpegHead): boolean {
  return refused !== null || exif !== null || icc.length > 0;
}
