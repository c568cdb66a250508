import type { GifOptions, WebpOptions } from 'sharp';
import { WorkError } from '../../base/errors.js';
import { sharp } from './sharp.js';
import { vipsMessage } from './vips-message.js';

/** What is written of the frames of an animation. */
export type AnimationOptions =
  | { readonly format: 'gif'; readonly options: GifOptions }
  | { readonly format: 'webp'; readonly options: WebpOptions };

/** What the header of an animation tells. */
export interface AnimationFacts {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Milliseconds of each frame. */
  readonly delays: readonly number[];
  /** 0 is for ever. */
  readonly repeats: number;
}

/** @throws WorkError for a file that libvips does not take */
export async function readAnimation(bytes: Uint8Array): Promise<AnimationFacts> {
  return told(async () => {
    const {
      pages = 1,
      width,
      height,
      pageHeight = height,
      delay = [],
      loop = 1,
    } = await sharp(bytes, { animated: true, limitInputPixels: false }).metadata();
    return { frames: pages, width, height: pageHeight, delays: delay, repeats: loop };
  });
}

/**
 * Writes all frames of an animation again, with their delays and repeats, colours turned into sRGB.
 * @throws WorkError for a file that is broken, and for more pixels in all frames than allowed
 */
export async function writeAnimation(
  bytes: Uint8Array,
  { format, options }: AnimationOptions,
  maxPixels: number,
): Promise<Uint8Array> {
  return told(async () => {
    const frames = sharp(bytes, { animated: true, limitInputPixels: maxPixels, failOn: 'warning' });
    const { data } = await (format === 'gif' ? frames.gif(options) : frames.webp(options)).toBuffer(
      {
        resolveWithObject: true,
      },
    );
    return new Uint8Array(data);
  });
}

/**
 * The samples of all frames, one below the other, RGBA of 8 bits.
 * @throws WorkError for a file that is broken, and for more pixels in all frames than allowed
 */
export async function decodeFrames(bytes: Uint8Array, maxPixels: number): Promise<Uint8Array> {
  return told(async () => {
    const { data } = await sharp(bytes, { animated: true, limitInputPixels: maxPixels })
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return new Uint8Array(data);
  });
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new WorkError(`animation cannot be read: ${vipsMessage(error)}`, {
      code: 'broken-image',
    });
  }
}
