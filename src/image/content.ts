import type { ContentClass } from '../base/content-class.js';
import type { Raster } from './raster.js';

/** Side of the blocks that are looked at, in pixels. */
const side = 8;

/** So large a share of blocks of one colour makes a picture flat. */
const mostlyFlat = 0.98;

/** Of a screen at least this share of blocks is of one colour. */
const screenFlat = 0.15;

/** Of a drawing, whose lines and shades have many colours: photographs have blank backgrounds too. */
const drawingFlat = 0.5;

/** So many colours of the 64 pixels are few. */
const fewColours = 16;

/** Of a screen at least this share of the blocks that are not of one colour has few. */
const screenFew = 0.5;

/** Neighbours of a photograph are more alike than this: correlation of a sample with the next one. */
const leastAlike = 0.35;

/**
 * The class of a picture from its samples, where its data set does not tell it. The first that holds, of
 * its 8x8 blocks:
 *
 * - `flat`: 98 % or more are of one colour;
 * - `screen`: 15 % or more are of one colour, and half of the others or more have up to 16 colours, as
 *   text and icons have;
 * - `noise`: neighbouring samples hardly go together (correlation along rows below 0.35);
 * - `drawing`: 50 % or more are of one colour, and most of the others have more colours;
 * - `photograph`: all else.
 */
export function contentOf(image: Raster): ContentClass {
  const { one, few, blocks } = countBlocks(image);
  if (one >= mostlyFlat * blocks) return 'flat';
  if (one >= screenFlat * blocks && few >= screenFew * (blocks - one)) return 'screen';
  if (neighbourCorrelation(image) < leastAlike) return 'noise';
  return one >= drawingFlat * blocks ? 'drawing' : 'photograph';
}

/** Blocks of one colour, blocks of few, and all; those at the edges may be smaller. */
function countBlocks({ width, height, channels, data }: Raster): {
  one: number;
  few: number;
  blocks: number;
} {
  let one = 0;
  let few = 0;
  let blocks = 0;
  const colours = new Set<number>();
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      colours.clear();
      const [bottom, right] = [Math.min(top + side, height), Math.min(left + side, width)];
      for (let y = top; y < bottom && colours.size <= fewColours; y++) {
        for (let x = left; x < right && colours.size <= fewColours; x++) {
          const at = (y * width + x) * channels;
          let colour = 0;
          for (let c = 0; c < channels; c++) colour = colour * 65_537 + data[at + c]!;
          colours.add(colour);
        }
      }
      blocks += 1;
      if (colours.size === 1) one += 1;
      else if (colours.size <= fewColours) few += 1;
    }
  }
  return { one, few, blocks };
}

/** Correlation of the first channel's samples with those to their right; 1 where there is nothing to tell. */
function neighbourCorrelation({ width, height, channels, data }: Raster): number {
  let [count, sum, next, squares, nextSquares, products] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const a = data[(y * width + x) * channels]!;
      const b = data[(y * width + x + 1) * channels]!;
      count += 1;
      sum += a;
      next += b;
      squares += a * a;
      nextSquares += b * b;
      products += a * b;
    }
  }
  const spread = (count * squares - sum * sum) * (count * nextSquares - next * next);
  return spread <= 0 ? 1 : (count * products - sum * next) / Math.sqrt(spread);
}
