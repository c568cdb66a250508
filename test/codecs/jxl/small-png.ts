import { untimed } from '#src/base/clock.js';
import { openSharp } from '#src/codecs/sharp-session.js';
import { imageFormats } from '#src/image/format.js';
import { picture, resources } from '../support.ts';

/** A small RGB picture as a PNG file, to make a JPEG of. */
export async function smallPng(): Promise<Uint8Array> {
  const session = openSharp(imageFormats.png, resources, (source) => source.png());
  return session.encode(picture({ width: 45, height: 27 }), untimed);
}
