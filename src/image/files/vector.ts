import { WorkError } from '../../base/errors.js';
import { checkPixels } from '../pixels.js';
import { createRaster, type Raster } from '../raster.js';
import { sharp } from './sharp.js';
import { vipsMessage } from './vips-message.js';

/** Documents are drawn at 72 dots per inch, small ones larger: an icon of 24 pixels is drawn at 384. */
const usualDensity = 72;
const smallestSide = 256;

/** The size that a document of vector graphics is drawn in, and the dots per inch that give it. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
  readonly density: number;
}

/**
 * The size that an SVG document tells, in pixels of 1/72 inch.
 * @throws WorkError for what librsvg does not take
 */
export async function documentSize(svg: Uint8Array): Promise<Pick<DrawnSize, 'width' | 'height'>> {
  return told(async () => {
    const { width, height } = await sharp(svg, { limitInputPixels: false }).metadata();
    return { width, height };
  });
}

/**
 * The size that an SVG document is drawn in: its own, or the first whole multiple of it whose longer side
 * has 256 pixels.
 * @throws WorkError for what librsvg does not take
 */
export async function drawnSize(svg: Uint8Array): Promise<DrawnSize> {
  const { width, height } = await documentSize(svg);
  return told(async () => {
    const times = Math.ceil(smallestSide / Math.max(width, height));
    const density = times * usualDensity;
    if (times <= 1) return { width, height, density: usualDensity };
    const drawn = await sharp(svg, { density, limitInputPixels: false }).metadata();
    return { width: drawn.width, height: drawn.height, density };
  });
}

/**
 * Draws an SVG document as `drawnSize` tells: RGBA of 8 bits.
 * @throws WorkError for what librsvg does not take, and for more pixels than allowed
 */
export async function drawVector(svg: Uint8Array, maxPixels: number): Promise<Raster> {
  const { width, height, density } = await drawnSize(svg);
  checkPixels(width, height, maxPixels);
  return told(async () => {
    const { data, info } = await sharp(svg, { density, limitInputPixels: maxPixels })
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return createRaster({ ...info, depth: 8, data: new Uint8Array(data) });
  });
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new WorkError(`SVG cannot be drawn: ${vipsMessage(error)}`, { code: 'broken-image' });
  }
}
