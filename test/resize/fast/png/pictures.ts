import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { pngChunk, pngSignature } from '#src/image/png-chunks.js';
import { fromRaster } from '#src/runtimes/sharp.js';
import { picture } from '../../../support/photos.ts';

/** Sides of all `kinds`. */
export const [width, height] = [161, 119];

const photo = fromRaster(picture(width, height));
const fading = Buffer.from(
  `<svg width="${width}" height="${height}"><linearGradient id="g"><stop offset="0" stop-opacity="0"/><stop offset="1"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
);

/** PNG files of each kind that is read here, rows of all filters among them. */
export const kinds: Readonly<Record<string, Uint8Array>> = {
  rgb: await photo.clone().png({ adaptiveFiltering: true }).toBuffer(),
  'rgb without filters': await photo.clone().png({ adaptiveFiltering: false }).toBuffer(),
  grey: await photo.clone().toColourspace('b-w').png({ adaptiveFiltering: true }).toBuffer(),
  rgba: await photo
    .clone()
    .ensureAlpha()
    .composite([{ input: fading, blend: 'dest-in' }])
    .png({ adaptiveFiltering: true })
    .toBuffer(),
  palette: await photo.clone().png({ palette: true, colours: 200, effort: 1 }).toBuffer(),
  'palette with alpha': await photo
    .clone()
    .ensureAlpha()
    .composite([{ input: fading, blend: 'dest-in' }])
    .png({ palette: true, colours: 200, effort: 1 })
    .toBuffer(),
};

/** Samples of a file as libpng reads them. */
export async function samplesOf(file: Uint8Array) {
  const { channels } = await sharp(file).metadata();
  const space = channels === 1 ? 'b-w' : 'srgb';
  const { data, info } = await sharp(file)
    .toColourspace(space)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...info, data: new Uint8Array(data) };
}

/** A chunk of a PNG file, its checksum right unless told. */
export function chunk(type: string, content: Uint8Array, sum?: number): Buffer {
  const whole = Buffer.from(pngChunk(type, content));
  if (sum !== undefined) whole.writeUInt32BE(sum, whole.length - 4);
  return whole;
}

/** A header of an RGB picture, of which any of the fields may be others. */
export function header({
  wide = 8,
  high = 8,
  depth = 8,
  type = 2,
  interlace = 0,
}: Partial<Record<'wide' | 'high' | 'depth' | 'type' | 'interlace', number>> = {}): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(wide);
  content.writeUInt32BE(high, 4);
  content.set([depth, type, 0, 0, interlace], 8);
  return chunk('IHDR', content);
}

/** A PNG file of chunks. */
export function fileOf(...chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks, chunk('IEND', new Uint8Array(0))]);
}

/** The pixels of 8x8 RGB, so many rows of them, with a filter. */
export function pixels(rows = 8, filter = 0): Buffer {
  const raw = Buffer.alloc(rows * 25, 100);
  for (let y = 0; y < rows; y++) raw[y * 25] = filter;
  return chunk('IDAT', deflateSync(raw));
}
