import { WorkError } from '../../base/errors.js';
import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import { createTurbo, openTurbo, type TurboOptions } from '../../runtimes/ffi/turbojpeg.js';
import { decode as decodeBySharp } from '../../runtimes/sharp.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';

/** JPEG by the libjpeg-turbo of the system. Threads make no difference: it has none. */
export async function openJpegTurbo(
  settings: Settings,
  { maxPixels }: Resources,
): Promise<CodecSession> {
  const found = openTurbo();
  if ('missing' in found) throw new WorkError(found.missing);
  const options = optionsOf(settings);
  const turbo = createTurbo(found.library);
  return {
    encode: async (image, clock) => clock.stage('encode', () => turbo.encode(image, options)),
    async decode(bytes, clock) {
      requireFormat(bytes, imageFormats.jpeg);
      // What no codec here writes; libjpeg-turbo gives bare samples.
      if (clock.stage('parse', () => isForeign(bytes))) {
        return decodeBySharp(bytes, clock, maxPixels);
      }
      return clock.stage('decode', () => turbo.decode(bytes, maxPixels));
    },
    close: async () => turbo.close(),
  };
}

function optionsOf({ quality, chroma, progressive, optimise }: Settings): TurboOptions {
  return {
    quality: Number(quality),
    chroma: chroma as TurboOptions['chroma'],
    progressive: progressive === true,
    optimise: optimise === true,
  };
}

/**
 * Whether the samples alone are not the picture: a colour profile or an orientation (an APP1 Exif or
 * APP2 ICC_PROFILE segment) before the frame header, or four components. ITU-T T.81, B.1.1.
 */
function isForeign(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const text = Buffer.from(bytes.subarray(at + 4, at + 15)).toString('latin1');
    if (marker === 0xe1 && text.startsWith('Exif\0')) return true;
    if (marker === 0xe2 && text === 'ICC_PROFILE') return true;
    if (marker >= 0xc0 && marker <= 0xc2) return bytes[at + 9] === 4;
    if (marker === 0xda) return false;
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}
