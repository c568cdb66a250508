import { imageFormats } from '../../format.js';
import { type HeifColour, heifColour } from './heif.js';
import { profileSpace } from './icc-profile.js';
import { pngSpace } from './png.js';

/** How the colours of a file are to be understood. */
export type StatedColour = HeifColour;

/**
 * How the colours of a file that sharp reads are to be understood: PNG's by its chunks, AVIF's by its
 * items, those of the others by their ICC profile. Nothing stated, and a profile that is broken or made
 * for other samples, means sRGB.
 * @param embedded.profile the ICC profile in the file, as sharp tells it
 * @param embedded.isGrey whether the samples are grey
 * @throws WorkError naming what cannot be turned into sRGB: high dynamic range, reserved codes, PNG's
 *   narrow range
 */
export function statedColour(
  bytes: Uint8Array,
  { profile, isGrey }: { readonly profile?: Uint8Array | undefined; readonly isGrey: boolean },
): StatedColour {
  if (imageFormats.avif.recognises(bytes)) return heifColour(bytes);
  if (imageFormats.png.recognises(bytes)) {
    return { space: pngSpace(bytes, profile), isPremultiplied: false };
  }
  const space = profile ? profileSpace(profile, isGrey ? 'GRAY' : 'RGB ') : null;
  return { space, isPremultiplied: false };
}
