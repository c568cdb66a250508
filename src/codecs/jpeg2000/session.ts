import { decodeLimitSeconds } from '../../base/time-limit.js';
import type { Raster } from '../../image/raster.js';
import { checkPixels } from '../../runtimes/pixels.js';
import { rasterOf, type Samples } from '../../runtimes/samples.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { readCodestream } from './codestream.js';
import type { Jp2Format } from './formats.js';
import { unwrapJp2, wrapJp2 } from './jp2.js';

/** A coder of bare codestreams. */
interface Coder {
  encode(image: Raster): Promise<Uint8Array>;
  decode(codestream: Uint8Array, limitSeconds: number): Promise<Samples>;
  close(): void;
}

/** A session of a coder of JPEG 2000 codestreams, which come in JP2 or JPH files, or bare. */
export function jp2Session(
  format: Jp2Format,
  coder: Coder,
  { maxPixels }: Resources,
): CodecSession {
  return {
    async encode(image, clock) {
      const codestream = await clock.stage('encode', () => coder.encode(image));
      return clock.stage('store', () => wrapJp2(format, codestream, image));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, format);
      const { codestream, width, height } = clock.stage('parse', () => {
        const inner = unwrapJp2(bytes);
        return { codestream: inner, ...readCodestream(inner) };
      });
      checkPixels(width, height, maxPixels);
      const samples = await clock.stage('decode', () =>
        coder.decode(codestream, decodeLimitSeconds(width * height)),
      );
      return clock.stage('finish', () => rasterOf({ ...samples, width, height }));
    },
    close: async () => coder.close(),
  };
}
