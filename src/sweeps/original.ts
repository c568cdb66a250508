import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../base/params.js';
import type { AnyCodec, CodecInput } from '../codecs/codec.js';
import { sameSamples } from '../image/compare.js';
import { fit } from '../image/convert.js';
import { centreCrop, parseSize } from '../image/crop.js';
import { decodeImage } from '../image/files/load.js';
import type { Raster } from '../image/raster.js';

/** A source image. */
export interface Original {
  readonly picture: Raster;
  /** The file that it was read from, or null where only its centre is asked for. */
  readonly file: Uint8Array | null;
}

/** Loads a source image as the plan saw it, cut to its centre where a crop is asked for. */
export async function loadOriginal(
  image: { readonly path: string; readonly sha256: string },
  { crop, maxPixels }: { crop: string | null; maxPixels: number },
): Promise<Original> {
  const bytes = await readFile(image.path);
  if (hash('sha256', bytes) !== image.sha256) {
    throw new Error(`${image.path} has changed since the sweep began; start it again`);
  }
  const whole = await decodeImage(bytes, { maxPixels, name: image.path });
  if (crop === null) return { picture: whole, file: bytes };
  const { width, height } = parseSize(crop);
  return { picture: centreCrop(whole, width, height), file: null };
}

/** What the codec is given of an original: samples in a layout that it takes, or the file as it is. */
export function inputOf(
  codec: AnyCodec,
  settings: Settings,
  { picture, file }: Original,
): CodecInput {
  if (codec.input !== 'jpeg') return fit(picture, codec.accepts(settings));
  if (file === null) throw new Error(`${codec.id} takes whole files, and no centre of a picture`);
  return file;
}

/**
 * The decoded picture. Throws unless it can stand for the coded one: same size, exact if lossless,
 * and of a file the same bytes, so that the picture is the original's own.
 */
export function verifyDecoded(
  codec: AnyCodec,
  settings: Settings,
  original: Original,
  input: CodecInput,
  decoded: CodecInput,
): Raster {
  if (codec.input === 'jpeg' || input instanceof Uint8Array || decoded instanceof Uint8Array) {
    if (isSameFile(input, decoded)) return original.picture;
    throw new Error(`${codec.id} gave back another file than the JPEG that it got`);
  }
  if (decoded.width !== input.width || decoded.height !== input.height) {
    throw new Error(
      `decoded to ${decoded.width}x${decoded.height}, encoded from ${input.width}x${input.height}`,
    );
  }
  if (codec.lossless(settings) && !sameSamples(input, decoded)) {
    throw new Error(`${codec.id} is lossless at these settings, but the decoded samples differ`);
  }
  return decoded;
}

function isSameFile(a: CodecInput, b: CodecInput): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0;
}
