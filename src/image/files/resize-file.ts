import type { Metadata, Sharp } from 'sharp';
import { WorkError } from '../../base/errors.js';
import type { Ground } from '../canvas.js';
import type { Area } from '../crop.js';
import { imageFormats } from '../format.js';
import { checkPixels } from '../pixels.js';
import { readChunks } from '../png-chunks.js';
import { statedColour } from './colour/stated.js';
import { isSrgb } from './colour/to-srgb.js';
import { quickEffort, quickLevel } from './quick-coding.js';
import { sharp } from './sharp.js';
import { vipsMessage } from './vips-message.js';

/** The filters that libvips has, by our names. */
const kernels = {
  lanczos3: 'lanczos3',
  mitchell: 'mitchell',
  'catmull-rom': 'cubic',
  triangle: 'linear',
} as const;

/** What libvips does in one go: decode, resample, encode. */
export interface FileResize {
  readonly scaled: { readonly width: number; readonly height: number };
  readonly window: Area;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly filter: string;
  readonly ground: Ground;
  readonly format: 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff' | 'gif';
  readonly quality: number | null;
  /** Leaves samples as they are stored, with their profile; turned into sRGB otherwise. */
  readonly keepProfile: boolean;
  readonly keepMetadata: boolean;
  /** All frames of an animation; else the first. */
  readonly animated: boolean;
  readonly maxPixels: number;
}

/**
 * Decodes, resamples and encodes a file by libvips in one go, which holds few rows at a time.
 * @returns null for what is not done right in one go: another filter, colours that libvips does not turn
 *   into sRGB as the bench does
 * @throws WorkError for a file that is damaged in any way
 */
export async function resizeFile(
  bytes: Uint8Array,
  asked: FileResize,
): Promise<{ bytes: Uint8Array; width: number; height: number } | null> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const { width, height } = metadata.autoOrient;
    const kernel = kernels[asked.filter as keyof typeof kernels];
    if (kernel === undefined || !isPlain(bytes, metadata, asked.keepProfile)) return null;
    checkPixels(width, height * (asked.animated ? (metadata.pages ?? 1) : 1), asked.maxPixels);
    const isCmyk = metadata.space === 'cmyk';
    const source = sharp(bytes, {
      failOn: 'warning',
      limitInputPixels: asked.maxPixels,
      autoOrient: true,
      ignoreIcc: !isCmyk,
      animated: asked.animated,
    });
    const { scaled, window } = asked;
    // Scaled decodes of JPEG and WebP blur: they are left to the encoder of small pictures.
    let picture = source.resize(scaled.width, scaled.height, {
      ...{ fit: 'fill', kernel, fastShrinkOnLoad: false },
    });
    if (window.width !== scaled.width || window.height !== scaled.height) {
      picture = picture.extract(window);
    }
    picture = withCanvas(picture, asked, isCmyk ? 'srgb' : metadata.space);
    picture = withMetadata(picture, asked, isCmyk);
    const { data } = await written(picture, asked).toBuffer({ resolveWithObject: true });
    return { bytes: new Uint8Array(data), width: asked.width, height: asked.height };
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(vipsMessage(error), { code: 'broken-image' });
  }
}

/** Whether libvips understands the samples as the bench does. */
function isPlain(bytes: Uint8Array, metadata: Metadata, keepProfile: boolean): boolean {
  const { space, depth, icc } = metadata;
  if (space === 'cmyk') return depth === 'uchar';
  const layouts: Readonly<Record<string, string>> = {
    'b-w': 'uchar',
    srgb: 'uchar',
    grey16: 'ushort',
    rgb16: 'ushort',
  };
  if (layouts[space] !== depth) return false;
  // libvips gives samples of 10 and 12 bits short of their full range.
  if (metadata.format === 'heif' && depth === 'ushort') return false;
  const isGrey = space === 'b-w' || space === 'grey16';
  const stated = statedColour(bytes, { profile: icc, isGrey });
  if (stated.isPremultiplied) return false;
  if (stated.space === null || isSrgb(stated.space)) return true;
  return keepProfile && icc !== undefined && !(isPng(bytes) && readChunks(bytes).has('cICP'));
}

function isPng(bytes: Uint8Array): boolean {
  return imageFormats.png.recognises(bytes);
}

function withCanvas(picture: Sharp, asked: FileResize, space: string): Sharp {
  const { ground, window } = asked;
  const isDeep = space === 'rgb16' || space === 'grey16';
  const isGrey = space === 'b-w' || space === 'grey16';
  const pads = window.width !== asked.width || window.height !== asked.height;
  const isGreyGround = ground.r === ground.g && ground.g === ground.b;
  const staysGrey = isGrey && (!pads || isGreyGround);
  const isOpaque = asked.format === 'jpeg';
  const background = { ...ground, alpha: isOpaque ? 1 : ground.alpha / 255 };
  let result = picture;
  if (isOpaque) result = result.flatten({ background });
  if (pads) {
    const right = asked.width - window.width - asked.left;
    const bottom = asked.height - window.height - asked.top;
    result = result.extend({ top: asked.top, left: asked.left, right, bottom, background });
  }
  if (isDeep && (asked.format === 'png' || asked.format === 'tiff')) {
    return result.toColourspace(staysGrey ? 'grey16' : 'rgb16');
  }
  return result.toColourspace(staysGrey ? 'b-w' : 'srgb');
}

function withMetadata(picture: Sharp, asked: FileResize, isCmyk: boolean): Sharp {
  let result = picture;
  if (asked.keepProfile && !isCmyk) result = result.keepIccProfile();
  if (asked.keepMetadata) result = result.keepExif().keepXmp();
  return result;
}

function written(picture: Sharp, { format, quality }: FileResize): Sharp {
  const rate = quality === null ? {} : { quality };
  switch (format) {
    case 'jpeg':
      return picture.jpeg(rate);
    case 'png':
      // Photographs are a quarter smaller by filters, drawn text an eighth larger.
      return picture.png({ adaptiveFiltering: true, compressionLevel: quickLevel });
    case 'webp':
      return picture.webp({ ...rate, effort: quickEffort });
    case 'avif':
      return picture.avif({ ...rate, effort: 4 });
    case 'tiff':
      return picture.tiff({ compression: 'deflate', predictor: 'horizontal' });
    case 'gif':
      return picture.gif();
  }
}
