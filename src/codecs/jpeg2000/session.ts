import { decodeLimitSeconds } from '../../base/time-limit.js';
import { crop, paste } from '../../image/crop.js';
import { checkPixels } from '../../image/pixels.js';
import { createRaster, createSamples, type Raster } from '../../image/raster.js';
import { rasterOf, type Samples } from '../../runtimes/samples.js';
import type { CodecSession, Resources } from '../codec.js';
import { requireFormat } from '../formats.js';
import { readCodestream } from './codestream.js';
import type { Jp2Format } from './formats.js';
import { unwrapJp2, wrapJp2 } from './jp2.js';
import { joinTiles, splitTiles, tilesOf } from './tiles.js';

/** What @cornerstonejs has 16 bits for. */
const longestSide = 65535;

/** A coder of bare codestreams. */
interface Coder {
  encode(image: Raster): Promise<Uint8Array>;
  decode(codestream: Uint8Array, limitSeconds: number): Promise<Samples>;
  close(): void;
}

/** A session of a coder of JPEG 2000 codestreams, which come in JP2 or JPH files, or bare. */
export function jp2Session(
  format: Jp2Format,
  coder: Coder,
  { maxPixels }: Resources,
): CodecSession {
  return {
    async encode(image, clock) {
      const codestream = await clock.stage('encode', () => encodeWhole(coder, image));
      return clock.stage('store', () => wrapJp2(format, codestream, image));
    },
    async decode(bytes, clock) {
      requireFormat(bytes, format);
      const { codestream, width, height } = clock.stage('parse', () => {
        const inner = unwrapJp2(bytes);
        return { codestream: inner, ...readCodestream(inner) };
      });
      checkPixels(width, height, maxPixels);
      if (Math.max(width, height) > longestSide) {
        return clock.stage('decode', () => decodeTiles(coder, codestream, { width, height }));
      }
      const samples = await clock.stage('decode', () =>
        coder.decode(codestream, decodeLimitSeconds(width * height)),
      );
      return clock.stage('finish', () => rasterOf({ ...samples, width, height }));
    },
    close: async () => coder.close(),
  };
}

/** A picture in one tile, or in tiles where it is longer than the coders take. */
async function encodeWhole(coder: Coder, image: Raster): Promise<Uint8Array> {
  if (Math.max(image.width, image.height) <= longestSide) return coder.encode(image);
  const tiles: Uint8Array[] = [];
  for (const area of tilesOf(image)) tiles.push(await coder.encode(crop(image, area)));
  return joinTiles(tiles, image);
}

async function decodeTiles(
  coder: Coder,
  codestream: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Promise<Raster> {
  let whole: Raster | null = null;
  for (const { area, codestream: own } of splitTiles(codestream, size, longestSide)) {
    const { width, height } = area;
    const samples = await coder.decode(own, decodeLimitSeconds(width * height));
    const tile = rasterOf({ ...samples, width, height });
    const count = size.width * size.height * tile.channels;
    whole ??= createRaster({ ...tile, ...size, data: createSamples(tile.depth, count) });
    paste(whole, tile, area);
  }
  return whole!;
}
