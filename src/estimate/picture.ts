import type { LoadedPicture } from '../codecs/decoded.js';
import type { Raster } from '../image/raster.js';
import { shrink } from '../runtimes/sharp.js';
import { type BlockMaps, makeBlockMaps } from './map/block-maps.js';

/** What is known of a picture before any of it is decoded. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  /** Whether its file holds more pictures: an animation, pages. It is the first of them. */
  readonly holdsSeveral: boolean;
  /** Of the file that it came in, or null of samples. */
  readonly file: { readonly bytes: number; readonly format: string } | null;
}

/** A picture whose size is asked for. What was made of it once is kept. */
export interface Picture extends PictureFacts {
  /** All samples: decoded when they are first asked for, once. */
  samples(): Promise<Raster>;
  /** What is wrong with its file, where it was taken all the same; null until samples are there. */
  readonly damage: string | null;
  /** A version that is so many pixels wide: of a JPEG file without a decode of the whole. */
  shrunk(width: number): Promise<Raster>;
  /** What every block holds: read when it is first asked for, once. */
  maps(): Promise<BlockMaps>;
}

/**
 * Wraps a picture; `load` is called once, if at all.
 * @param loadShrunk decodes to a width, where it can
 */
export function openPicture(
  facts: PictureFacts,
  load: () => Promise<LoadedPicture>,
  loadShrunk: (width: number) => Promise<Raster | null> = async () => null,
): Picture {
  let loaded: Promise<Raster> | undefined;
  let damage: string | null = null;
  let maps: Promise<BlockMaps> | undefined;
  const samples = (): Promise<Raster> => {
    loaded ??= load().then((found) => {
      damage = found.damage;
      return found.picture;
    });
    return loaded;
  };
  return {
    ...facts,
    samples,
    get damage() {
      return damage;
    },
    shrunk: async (width) => (await loadShrunk(width)) ?? shrink(await samples(), width),
    maps() {
      maps ??= samples().then(makeBlockMaps);
      return maps;
    },
  };
}
