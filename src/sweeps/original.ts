import { hash } from 'node:crypto';
import { WorkError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';
import { loadPictureHere } from '../codecs/decode-here.js';
import type { DecodeOptions, LoadedPicture } from '../codecs/decoded.js';
import type { Original } from '../codecs/open-codec.js';
import { centreCrop, parseSize } from '../image/crop.js';

/** A picture by its content, and where its file may be. */
export interface PictureRef {
  /** Of the file. */
  readonly sha256: string;
  /** Where the file lay when the work was planned. */
  readonly path: string;
  /** The data set, whose files are looked for where the path leads to no such file. */
  readonly dataset?: string | undefined;
}

/** A source image that was loaded. */
export interface LoadedOriginal extends Original {
  /** What is wrong with its file, where a damaged one was taken; otherwise null. */
  readonly damage: string | null;
}

/** How originals are loaded. */
export interface OriginalOptions {
  /** The centre of this size, `WxH`, or null for all of it. */
  readonly crop: string | null;
  readonly maxPixels: number;
  /** As `DecodeOptions` has it. */
  readonly maxPixelsPerByte?: number | undefined;
  /** Take what can be decoded of a damaged file. */
  readonly lenient: boolean;
}

/** Decodes a file: in this process, which may be killed, or in another. */
type Load = (bytes: Uint8Array, options: DecodeOptions) => Promise<LoadedPicture>;

/**
 * Loads a source image as the plan saw it, cut to its centre where a crop is asked for.
 * @param load decodes it in this process unless told: it is one that may be killed
 * @throws WorkError where there is no file of its content, or no picture in it
 */
export async function loadOriginal(
  image: PictureRef,
  { crop, maxPixels, maxPixelsPerByte, lenient }: OriginalOptions,
  load: Load = loadPictureHere,
): Promise<LoadedOriginal> {
  const { bytes, file } = await readPicture(image);
  const { picture: whole, damage } = await load(bytes, {
    ...{ maxPixels, maxPixelsPerByte, lenient, name: file },
  });
  if (crop === null) return { picture: whole, file: bytes, damage };
  const { width, height } = parseSize(crop);
  return { picture: centreCrop(whole, width, height), file: null, damage };
}

async function readPicture(image: PictureRef): Promise<{ bytes: Buffer; file: string }> {
  try {
    return { bytes: await readAs(image.path, image.sha256), file: image.path };
  } catch (error) {
    // On another machine, or moved since. What reads data sets is loaded for that alone.
    const { findPicture } = await import('./find-picture.js');
    const file = image.dataset ? await findPicture(image.dataset, image.sha256) : null;
    if (file === null || file === image.path) throw error;
    return { bytes: await readAs(file, image.sha256), file };
  }
}

async function readAs(file: string, sha256: string): Promise<Buffer> {
  const bytes = await readBounded(file, { bound: 'picture' });
  if (hash('sha256', bytes) === sha256) return bytes;
  throw new WorkError(`${file} has changed since the sweep began; start it again`, {
    code: 'picture-changed',
    data: { file },
  });
}
