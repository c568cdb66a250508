import path from 'node:path';
import { seededRandom } from '#src/base/statistics.js';
import { savePng } from '#src/image/files/save.js';
import { createRaster, type Raster } from '#src/image/raster.js';

/** A smooth RGB picture with some noise: lossy codecs find something to do in it. */
export function picture(width: number, height: number, seed = 1): Raster {
  const random = seededRandom(seed);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const wave = Math.sin(x / (9 + c) + seed) * Math.cos(y / (7 + seed));
        data[(y * width + x) * 3 + c] = Math.round(128 + 90 * wave + 30 * (random.next() - 0.5));
      }
    }
  }
  return createRaster({ width, height, channels: 3, depth: 8, data });
}

/** Writes so many pictures into a folder, as p1.png, p2.png, … */
export async function savePictures(
  folder: string,
  count: number,
  { width = 64, height = 48 }: { width?: number; height?: number } = {},
): Promise<void> {
  for (let n = 1; n <= count; n++) {
    await savePng(path.join(folder, `p${n}.png`), picture(width, height, n));
  }
}
