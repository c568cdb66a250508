import type { Sharp } from 'sharp';
import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../pixels.js';
import { createRaster, type Depth, type Raster } from '../raster.js';
import { unpremultiply } from '../unpremultiply.js';
import { statedColour } from './colour/stated.js';
import { toSrgb } from './colour/to-srgb.js';
import type { FailOn } from './damage.js';
import { sharp } from './sharp.js';

/** What libvips calls the layouts that need no conversion, with the depth of their samples. */
const layouts = {
  'b-w': { depth: 8, grey: true },
  srgb: { depth: 8, grey: false },
  grey16: { depth: 16, grey: true },
  rgb16: { depth: 16, grey: false },
} as const;

type Space = keyof typeof layouts;

/** What libvips calls samples of these depths. */
const formats = { 8: 'uchar', 16: 'ushort' } as const;

/**
 * Decodes a source image, colour turned into sRGB, as told at `loadImageFile`. Any warning of the
 * decoding library is an error unless told otherwise: a truncated JPEG gives no more than a warning.
 */
export async function decodeWithSharp(
  bytes: Uint8Array,
  {
    maxPixels,
    failOn = 'warning',
    asStored = false,
  }: {
    readonly maxPixels: number;
    readonly failOn?: FailOn;
    /** Leaves colours as they are, for what stores them with their profile. */
    readonly asStored?: boolean;
  },
): Promise<Raster> {
  const strict = { failOn, limitInputPixels: false };
  const file = singleBrand(bytes);
  const metadata = await sharp(file, strict).metadata();
  checkPixels(metadata.width, metadata.height, maxPixels);
  // Colour is turned into sRGB here, from the samples as they are: libvips does it at 8 bits, and
  // knows profiles alone. What CMYK means in RGB is left to it.
  const open = (ignoreIcc: boolean) =>
    sharp(file, { ...strict, limitInputPixels: maxPixels, autoOrient: true, ignoreIcc });
  const { space, depth } = metadata;
  if (space === 'cmyk' && depth === 'uchar') return readRaster(open(false), 'srgb');
  if (!isSpace(space) || depth !== formats[layouts[space].depth]) {
    throw new WorkError(
      `holds ${space} samples of type ${depth}; expected grey or RGB of 8 or 16 bits, or CMYK of 8`,
      { code: 'broken-image' },
    );
  }
  const colour = statedColour(bytes, { profile: metadata.icc, isGrey: layouts[space].grey });
  const stored = await readRaster(open(true), metadata.hasAlpha ? withColour(space) : space);
  const full = metadata.format === 'heif' ? fillRange(stored, metadata.bitsPerSample ?? 8) : stored;
  const straight = colour.isPremultiplied ? unpremultiply(full) : full;
  return colour.space === null || asStored ? straight : toSrgb(straight, colour.space);
}

function isSpace(name: string | undefined): name is Space {
  return name !== undefined && Object.hasOwn(layouts, name);
}

/** libvips knows AVIF by the major brand avif alone; the first picture of a sequence says avis. */
function singleBrand(bytes: Uint8Array): Uint8Array {
  if (Buffer.from(bytes.subarray(4, 12)).toString('latin1') !== 'ftypavis') return bytes;
  const copy = bytes.slice();
  copy.set(Buffer.from('avif'), 8);
  return copy;
}

/** libvips has no layout of grey with alpha as raw samples: they are read as RGBA. */
function withColour(space: Space): Space {
  return layouts[space].depth === 8 ? 'srgb' : 'rgb16';
}

async function readRaster(pipeline: Sharp, space: Space): Promise<Raster> {
  const { depth } = layouts[space];
  const { data, info } = await pipeline
    .toColourspace(space)
    .raw({ depth: formats[depth] })
    .toBuffer({ resolveWithObject: true });
  return createRaster({ ...info, depth, data: samplesOf(data, depth) });
}

function samplesOf(data: Buffer, depth: Depth): Uint8Array | Uint16Array {
  if (depth === 8) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const samples = new Uint16Array(data.length / 2);
  Buffer.from(samples.buffer).set(data);
  return samples;
}

/** libvips gives AVIF samples of 10 and 12 bits shifted to 16, short of the full range. */
function fillRange(image: Raster, bits: number): Raster {
  if (image.depth === 8 || bits >= 16) return image;
  const peak = (2 ** bits - 1) * 2 ** (16 - bits);
  const data = Uint16Array.from(image.data, (v) => Math.min(65535, Math.round((v * 65535) / peak)));
  return createRaster({ ...image, data });
}
