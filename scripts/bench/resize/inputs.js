import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const sample = fileURLToPath(new URL('../../../datasets/sample', import.meta.url));

/**
 * The batches of the bench: how many pictures of which size, and what becomes of them.
 * @typedef {{ id: string, count: number, width: number, height: number, format: 'jpeg' | 'png' | 'webp',
 *   to: readonly [width: number, height: number], quality?: number, own?: readonly string[],
 *   isUnrepeated?: boolean, isWhole?: boolean }} Batch
 * Quality is Pareto's and sharp's (FastResize has 85), own are further settings of Pareto: those by which files are
 * about as large as FastResize's. Those that are unrepeated show no part of a photograph twice, turned and mirrored
 * ones apart; those that are whole are a photograph each.
 */

/** @typedef {{ data: Buffer, info: import('sharp').OutputInfo }} Tile */

/** @type {Readonly<Record<string, Batch>>} */
export const batches = {
  jpeg: { id: 'jpeg', count: 300, width: 2000, height: 2000, format: 'jpeg', to: [800, 600] },
  small: { id: 'small', count: 1000, width: 400, height: 400, format: 'jpeg', to: [200, 150] },
  large: { id: 'large', count: 10, width: 6000, height: 4000, format: 'jpeg', to: [800, 600] },
  png: {
    ...{ id: 'png', count: 30, width: 2000, height: 2000, format: 'png', to: [800, 600] },
    own: ['--filter', 'mitchell'],
  },
  webp: {
    ...{ id: 'webp', count: 30, width: 2000, height: 2000, format: 'webp', to: [800, 600] },
    quality: 80,
  },
};

/** Photographs that are each brought to the size of `jpeg`'s, most of them enlarged: smoother than any mosaic. @type {Batch} */
export const wholePhotographs = {
  ...{ id: 'whole', count: 6, width: 2000, height: 2000, format: 'jpeg', to: [800, 600] },
  isWhole: true,
};

/**
 * Makes the pictures of a batch, once: mosaics of photographs in their own resolution, each begun elsewhere, so
 * that no two are alike and edges are as sharp as photographs have them.
 * @param {Batch} batch
 * @param {{ folder: string, photos: readonly string[] }} options
 * @returns {Promise<string>} the folder of the pictures
 */
export async function makeInputs(
  { id, count, width, height, format, isUnrepeated = false, isWhole = false },
  { folder, photos },
) {
  const done = path.join(folder, id);
  if (existsSync(done)) return done;
  const making = `${done}.making`;
  mkdirSync(making, { recursive: true });
  const files = (photos.length > 0 ? photos : [sample]).flatMap((each) =>
    readdirSync(each)
      .filter((name) => /\.(png|jpe?g|webp)$/i.test(name))
      .sort()
      .map((name) => path.join(each, name)),
  );
  const nameOf = (/** @type {number} */ n) =>
    path.join(making, `img${String(n).padStart(4, '0')}.${format === 'jpeg' ? 'jpg' : format}`);
  if (isWhole) {
    for (const [n, file] of files.slice(0, count).entries()) {
      const { data } = await tileOf(file);
      const picture = sharp(data).resize(width, height, { fit: 'cover' });
      await picture[format]({ quality: 85 }).toFile(nameOf(n));
    }
    renameSync(making, done);
    return done;
  }
  // Few mosaics, of which each picture is a part: making hundreds would take longer than all else.
  const spare = 256;
  const tiles = isUnrepeated
    ? await manyTiles(files, (width + spare) * (height + spare))
    : await Promise.all(files.slice(0, 24).map((file) => tileOf(file)));
  const mosaics = [];
  for (let which = 0; which < Math.min(4, count); which++) {
    mosaics.push(
      await mosaic(tiles, { width: width + spare, height: height + spare, first: which }),
    );
  }
  for (let n = 0; n < count; n++) {
    const source = /** @type {(typeof mosaics)[0]} */ (mosaics[n % mosaics.length]);
    const [left, top] = [(n * 37) % spare, (n * 61) % spare];
    const picture = sharp(source.data, { raw: source.info }).extract({ left, top, width, height });
    const written =
      format === 'png' ? picture.png({ compressionLevel: 3 }) : picture[format]({ quality: 85 });
    await written.toFile(nameOf(n));
  }
  renameSync(making, done);
  return done;
}

/**
 * @param {string} file
 * @param {number} turn which of the eight ways to lay it down
 * @returns {Promise<Tile>}
 */
function tileOf(file, turn = 0) {
  return sharp(file)
    .rotate(90 * (turn & 3))
    .flop(turn > 3)
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
}

/**
 * As many tiles as fill so many pixels, with what is cut off: the photographs, then each of them turned.
 * @param {readonly string[]} files
 * @param {number} pixels
 */
async function manyTiles(files, pixels) {
  /** @type {Tile[]} */
  const tiles = [];
  let area = 0;
  for (let turn = 0; turn < 8 && area < 1.5 * pixels; turn++) {
    for (const file of files) {
      const tile = await tileOf(file, turn);
      tiles.push(tile);
      area += tile.info.width * tile.info.height;
      if (area >= 1.5 * pixels) break;
    }
  }
  if (area < 1.5 * pixels) throw new Error('too few photographs; name more folders by --photos');
  return tiles;
}

/**
 * @param {readonly Tile[]} tiles
 * @param {{ width: number, height: number, first: number }} options
 */
async function mosaic(tiles, { width, height, first }) {
  const parts = [];
  let at = first * 5;
  for (let top = 0; top < height; ) {
    let row = height - top;
    for (let left = 0; left < width; ) {
      const { data, info } = /** @type {Tile} */ (tiles[at++ % tiles.length]);
      row = Math.min(row, info.height);
      const size = {
        left: 0,
        top: 0,
        width: Math.min(info.width, width - left),
        height: Math.min(info.height, height - top),
      };
      parts.push({ input: await sharp(data).extract(size).toBuffer(), left, top });
      left += info.width;
    }
    top += row;
  }
  const ground = sharp({ create: { width, height, channels: 3, background: 'grey' } });
  const { data, info } = await ground
    .composite(parts)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, info: { width: info.width, height: info.height, channels: /** @type {3} */ (3) } };
}
