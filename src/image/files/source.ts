import type { Metadata, Sharp } from 'sharp';
import { WorkError } from '../../base/errors.js';
import { createRaster, type Depth, type Raster } from '../raster.js';
import type { FailOn } from './damage.js';
import { profileFits } from './profile.js';
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

/** A sixteen-bit profile whose effect stays below this, half a step of 8 bits, is sRGB itself. */
const srgbTolerance = 128;

/**
 * Decodes a source image, colour turned into sRGB, as told at `loadImageFile`. Any warning of the
 * decoding library is an error unless told otherwise: a truncated JPEG gives no more than a warning.
 */
export async function decodeWithSharp(
  bytes: Uint8Array,
  { maxPixels, failOn = 'warning' }: { maxPixels: number; failOn?: FailOn },
): Promise<Raster> {
  const strict = { failOn, limitInputPixels: false };
  const file = singleBrand(bytes);
  const metadata = await sharp(file, strict).metadata();
  const { width, height } = metadata;
  if (width * height > maxPixels) {
    throw new WorkError(`${width}x${height} is more than ${maxPixels} pixels`, {
      code: 'too-many-pixels',
      data: { maxPixels: maxPixels },
    });
  }
  // With `ignoreIcc` the profile is left for the output stage, where it is applied in one step.
  // Before it, sharp would take 16-bit samples to Display P3.
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
  const stored = space;
  const image = hasProfile(metadata, stored)
    ? await readProfiled(open(true), stored)
    : await readRaster(open(true), metadata.hasAlpha ? withColour(stored) : stored);
  return metadata.format === 'heif' ? fillRange(image, metadata.bitsPerSample ?? 8) : image;
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

function hasProfile({ icc }: Metadata, space: Space): boolean {
  return icc !== undefined && profileFits(icc, layouts[space].grey ? 'GRAY' : 'RGB ');
}

/** libvips has no layout of grey with alpha as raw samples: they are read as RGBA. */
function withColour(space: Space): Space {
  return layouts[space].depth === 8 ? 'srgb' : 'rgb16';
}

async function readProfiled(pipeline: Sharp, space: Space): Promise<Raster> {
  const converted = await readRaster(pipeline.clone().withIccProfile('srgb'), space);
  if (layouts[space].grey) return greyAgain(converted);
  if (layouts[space].depth === 8) return converted;
  const plain = await readRaster(pipeline, space);
  return differs(plain, converted, srgbTolerance) ? converted : plain;
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

/** A profile makes RGB of grey; where all three samples agree to the 8th bit it is grey again. */
function greyAgain(image: Raster): Raster {
  if (image.channels !== 3) return image;
  const { data } = image;
  const tolerance = image.depth === 8 ? 0 : 257;
  const grey =
    image.depth === 8 ? new Uint8Array(data.length / 3) : new Uint16Array(data.length / 3);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    const green = data[at + 1]!;
    if (Math.abs(data[at]! - green) > tolerance) return image;
    if (Math.abs(data[at + 2]! - green) > tolerance) return image;
    grey[i] = green;
  }
  return createRaster({ ...image, channels: 1, data: grey });
}

function differs(a: Raster, b: Raster, tolerance: number): boolean {
  return a.data.some((sample, i) => Math.abs(sample - b.data[i]!) > tolerance);
}

/** libvips gives AVIF samples of 10 and 12 bits shifted to 16, short of the full range. */
function fillRange(image: Raster, bits: number): Raster {
  if (image.depth === 8 || bits >= 16) return image;
  const peak = (2 ** bits - 1) * 2 ** (16 - bits);
  const data = Uint16Array.from(image.data, (v) => Math.min(65535, Math.round((v * 65535) / peak)));
  return createRaster({ ...image, data });
}
