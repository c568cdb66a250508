import { createRaster, type Raster } from '../../image/raster.js';

/** The colour transforms of Hewlett-Packard's implementation, which CharLS undoes. */
export const colourTransforms: readonly string[] = ['none', 'hp1', 'hp2', 'hp3'];

/**
 * A picture of RGB with its colours decorrelated, exactly invertible, modulo the samples' range:
 *
 *     hp1    R - G + half, G, B - G + half
 *     hp2    R - G + half, G, B - floor((R + G) / 2) + half
 *     hp3    G + floor((b + r) / 4) - quarter, b = B - G + half, r = R - G + half
 */
export function decorrelate(image: Raster, transform: string): Raster {
  const range = 2 ** image.depth;
  const mask = range - 1;
  const half = range / 2;
  const data = image.data.slice();
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!];
    const r = (red - green + half) & mask;
    const b = (blue - green + half) & mask;
    if (transform === 'hp3') {
      data[i] = green + ((b + r) >> 2) - range / 4;
      data[i + 1] = b;
      data[i + 2] = r;
    } else {
      data[i] = r;
      data[i + 2] = transform === 'hp1' ? b : blue - ((red + green) >> 1) + half;
    }
  }
  return createRaster({ ...image, data });
}

/** The file with the segment (APP8, `mrfx`) that tells a decoder which transform to undo. */
export function markTransform(file: Uint8Array, transform: string): Uint8Array {
  const segment = [
    0xff,
    0xe8,
    0,
    7,
    ...new TextEncoder().encode('mrfx'),
    colourTransforms.indexOf(transform),
  ];
  const marked = new Uint8Array(file.length + segment.length);
  marked.set(file.subarray(0, 2));
  marked.set(segment, 2);
  marked.set(file.subarray(2), 2 + segment.length);
  return marked;
}
