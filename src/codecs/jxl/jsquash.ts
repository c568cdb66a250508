import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { decodeLimitSeconds } from '../../base/time-limit.js';
import { convert } from '../../image/convert.js';
import { withoutOpaqueAlpha } from '../../image/opaque.js';
import { checkPixels } from '../../image/pixels.js';
import { openJsquash } from '../../runtimes/wasm/jsquash.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { type JxlColour, readJxlColour } from './colour.js';
import { jxlFormat } from './format.js';
import { readJxlSize } from './size.js';

/**
 * JPEG XL by the libjxl of @jsquash/jxl, which takes and gives 8-bit RGBA only: a file of it always
 * holds an alpha channel. Where that is opaque throughout, decode leaves it out.
 */
export async function openJxlJsquash(
  settings: Settings,
  { maxPixels }: Resources,
): Promise<CodecSession> {
  const options = {
    effort: Number(settings['effort']),
    quality: Number(settings['quality']),
    progressive: settings['progressive'] === true,
    epf: settings['epf'] === undefined ? -1 : Number(settings['epf']),
    lossyPalette: false,
    decodingSpeedTier: Number(settings['tier']),
    photonNoiseIso: Number(settings['photon_noise']),
    lossyModular: settings['modular'] === true,
    lossless: false,
  };
  const jsquash = await openJsquash();
  return {
    async encode(image, clock) {
      const { width, height, data } = clock.stage('prepare', () =>
        convert(image, { channels: 4, depth: 8 }),
      );
      const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
      return clock.stage('encode', () => jsquash.encode(rgba, width, height, options));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, jxlFormat);
      const { width, height } = clock.stage('parse', () => {
        demandReadable(readJxlColour(bytes));
        return readJxlSize(bytes);
      });
      checkPixels(width, height, maxPixels);
      const image = await clock.stage('decode', () =>
        jsquash.decode(bytes, decodeLimitSeconds(width * height)),
      );
      return clock.stage('finish', () => withoutOpaqueAlpha(image));
    },
    close: async () => jsquash.close(),
  };
}

/** This libjxl's glue turns colours into sRGB itself, but not those multiplied by alpha. */
function demandReadable({ isPremultiplied }: JxlColour): void {
  if (!isPremultiplied) return;
  throw new WorkError('holds premultiplied alpha; decode it with engine=vips', {
    code: 'unsupported-colour',
  });
}
