import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { heifColour } from '../../image/files/colour/heif.js';
import { toSrgb } from '../../image/files/colour/to-srgb.js';
import { unpremultiply } from '../../image/unpremultiply.js';
import { heifSupport, openLibheif } from '../../runtimes/ffi/libheif.js';
import { openHeifDecoder } from '../../runtimes/ffi/libheif-decode.js';
import { type HeifOptions, openHeifEncoder } from '../../runtimes/ffi/libheif-encode.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { heicFormat } from './format.js';

export async function openHeic(
  settings: Settings,
  { threads, maxPixels }: Resources,
): Promise<CodecSession> {
  const found = openLibheif();
  const support = heifSupport();
  if ('missing' in found) throw new WorkError(found.missing);
  if (support !== true) throw new WorkError(support);
  const options = optionsOf(settings, threads);
  const encoder = openHeifEncoder(found.library);
  const decoder = openHeifDecoder(found.library);
  return {
    encode: async (image, clock) => clock.stage('encode', () => encoder.encode(image, options)),
    async decode(bytes, clock) {
      requireFormat(bytes, heicFormat);
      const { space, isPremultiplied } = clock.stage('parse', () => heifColour(bytes));
      const image = clock.stage('decode', () => decoder.decode(bytes, maxPixels));
      return clock.stage('finish', () => {
        const straight = isPremultiplied ? unpremultiply(image) : image;
        return space === null ? straight : toSrgb(straight, space);
      });
    },
    close: async () => undefined,
  };
}

function optionsOf(settings: Settings, threads: number): HeifOptions {
  const { lossless, preset, tune, chroma, depth, quality } = settings;
  const pools = threads === 1 ? 'none' : String(threads);
  const common = { preset: String(preset), 'x265:pools': pools, 'x265:frame-threads': '1' };
  if (lossless === true)
    return { quality: null, bits: 8, parameters: { ...common, chroma: '444' } };
  return {
    quality: Number(quality),
    bits: depth === '10' ? 10 : depth === '12' ? 12 : 8,
    parameters: {
      ...common,
      tune: String(tune),
      chroma: String(chroma).replaceAll(':', ''),
    },
  };
}
