import { convert } from '../convert.js';
import type { Area } from '../crop.js';
import { gifBlocks } from '../gif-blocks.js';
import { createRaster, type Raster } from '../raster.js';

/**
 * A picture out of a GIF file with what its first frame does not cover transparent, as browsers show
 * it: the background colour of the format is one that nobody draws. libvips gives black there where the
 * frame itself is opaque.
 */
export function clearUncovered(file: Uint8Array, image: Raster): Raster {
  const frame = firstFrame(file);
  if (frame === null || image.depth !== 8) return image;
  const { width, height } = image;
  const right = Math.min(width, frame.left + frame.width);
  const bottom = Math.min(height, frame.top + frame.height);
  if (frame.left === 0 && frame.top === 0 && right === width && bottom === height) return image;
  const { data } = convert(image, { channels: 4, depth: 8 });
  const shown = new Uint8Array(data.length);
  for (let y = frame.top; y < bottom && frame.left < right; y++) {
    const row = y * width;
    shown.set(data.subarray(4 * (row + frame.left), 4 * (row + right)), 4 * (row + frame.left));
  }
  return createRaster({ width, height, channels: 4, depth: 8, data: shown });
}

/** The first frame of a GIF file; null where the file ends before it. */
function firstFrame(file: Uint8Array): Area | null {
  try {
    for (const block of gifBlocks(file)) if (block.kind === 'frame') return block;
  } catch {
    // Whether a damaged file is taken is not decided here.
  }
  return null;
}
