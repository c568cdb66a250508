import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { openLibjxl } from '../../runtimes/ffi/libjxl.js';
import { openJxlJpeg } from '../../runtimes/ffi/libjxl-jpeg.js';
import type { JpegSession, Resources } from '../codec.js';
import { checkJpeg, checkJxlOfJpeg } from './jpeg-files.js';

/** Recompression of JPEG files by the libjxl of the system. */
export async function openJxlJpegNative(
  settings: Settings,
  { threads, maxPixels }: Resources,
): Promise<JpegSession> {
  const found = openLibjxl();
  if ('missing' in found) throw new WorkError(found.missing);
  const jxl = openJxlJpeg(found.library, threads);
  const effort = Number(settings['effort']);
  return {
    async encode(jpeg, clock) {
      clock.stage('prepare', () => checkJpeg(jpeg, maxPixels));
      return clock.stage('encode', () => jxl.recompress(jpeg, effort));
    },
    async decode(bytes, clock) {
      const maxBytes = clock.stage('parse', () => checkJxlOfJpeg(bytes, maxPixels));
      return clock.stage('decode', () => jxl.reconstruct(bytes, maxBytes));
    },
    close: async () => jxl.close(),
  };
}
