import { convert } from '../convert.js';
import type { Area } from '../crop.js';
import { createRaster, type Raster } from '../raster.js';

/** What blocks of a GIF file begin with. */
const [extension, descriptor] = [0x21, 0x2c];

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

/** Where the first frame lies on the canvas; null where the file ends before it. GIF89a, 17 to 20. */
function firstFrame(file: Uint8Array): Area | null {
  const flags = file[10] ?? 0;
  let at = 13 + tableBytes(flags);
  while (file[at] === extension) {
    at += 2;
    // Blocks that tell their length, to one of none.
    while ((file[at] ?? 0) > 0) at += 1 + file[at]!;
    at += 1;
  }
  if (file[at] !== descriptor || at + 9 > file.length) return null;
  const word = (place: number): number => file[at + place]! | (file[at + place + 1]! << 8);
  return { left: word(1), top: word(3), width: word(5), height: word(7) };
}

/** The length of a colour table, 0 where there is none. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
