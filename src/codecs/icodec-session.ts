import { readPlainSize } from '#platform/runtimes/plain-size.js';
import { decodeLimitSeconds } from '../base/time-limit.js';
import { convert } from '../image/convert.js';
import { imageFormats } from '../image/format.js';
import { withoutOpaqueAlpha } from '../image/opaque.js';
import type { Raster } from '../image/raster.js';
import { rasterOf } from '../runtimes/samples.js';
import { openIcodec, type RgbaSamples } from '../runtimes/wasm/icodec.js';
import type { CodecSession, Resources } from './codec.js';
import { requireFormat } from './formats.js';

/**
 * A session of the WASM coders of icodec, which take and give RGBA; the size of a file is read by
 * sharp, or in a page from its header. Where alpha is opaque throughout, decode leaves it out.
 * @param bits of the samples handed over: 8, or more for pictures of depth 16
 */
export async function openIcodecSession(
  format: 'avif' | 'webp',
  { maxPixels }: Resources,
  options: object,
  bits = 8,
): Promise<CodecSession> {
  const coder = await openIcodec(format);
  return {
    async encode(image, clock) {
      const rgba = clock.stage('prepare', () => narrow(image, bits));
      return clock.stage('encode', () => coder.encode(rgba, options));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, imageFormats[format]);
      const { width, height } = await clock.stage('parse', () => readPlainSize(bytes, maxPixels));
      const samples = await clock.stage('decode', () =>
        coder.decode(bytes, decodeLimitSeconds(width * height)),
      );
      const { depth, data } = samples;
      return clock.stage('finish', () =>
        withoutOpaqueAlpha(rasterOf({ ...samples, bits: depth, components: 4, data })),
      );
    },
    close: async () => coder.close(),
  };
}

/** RGBA of so many bits, those of a picture of depth 16 rounded. */
function narrow(image: Raster, bits: number): RgbaSamples {
  const { width, height } = image;
  const { data } = convert(image, { channels: 4, depth: bits === 8 ? 8 : 16 });
  if (data instanceof Uint8Array) return { width, height, depth: 8, data };
  const scale = (2 ** bits - 1) / 65535;
  const codes = data.map((sample) => Math.round(sample * scale));
  return { width, height, depth: bits, data: new Uint8Array(codes.buffer) };
}
