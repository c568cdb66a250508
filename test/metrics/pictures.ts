import { createRaster, peakOf, type Raster } from '#src/image/raster.js';

/** What a made-up picture is like: the same table feeds test/fixtures/ssim_skimage.py. */
export interface Recipe {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly depth: 8 | 16;
  readonly seed: number;
}

/**
 * A slope with noise upon it, from integer arithmetic alone so that any language can make it again.
 * `noise` is the amplitude of the second noise, that of a decoded picture; 0 is the original.
 */
export function picture(recipe: Recipe, noise = 0): Raster {
  const { width, height, channels, depth, seed } = recipe;
  const scale = depth === 8 ? 1 : 257;
  const texture = numbers(seed);
  const error = numbers(seed + 1000);
  const data =
    depth === 8
      ? new Uint8Array(width * height * channels)
      : new Uint16Array(width * height * channels);
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const base = ((3 * x + 2 * y + 40 * c) % 180) + (texture() % 48);
        const value = scale * base + (depth === 8 ? 0 : texture() % 257);
        const offset = noise === 0 ? 0 : (error() % (2 * noise * scale + 1)) - noise * scale;
        data[i++] = Math.min(peakOf(depth), Math.max(0, value + offset));
      }
    }
  }
  return createRaster({ width, height, channels, depth, data });
}

/** Whole numbers 0..65535: the upper half of the generator of Numerical Recipes. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

/** The picture with each of its samples passed through `map`. */
export function mapSamples(image: Raster, map: (value: number, index: number) => number): Raster {
  return { ...image, data: image.data.map(map) };
}

/** A grey picture as RGB of three equal samples. */
export function replicated(grey: Raster): Raster {
  const { width, height, depth } = grey;
  const data = Array.from(grey.data).flatMap((value) => [value, value, value]);
  return { width, height, depth, channels: 3, data: typed(depth, data) };
}

/** An 8-bit picture as 16 bits, v * 257. */
export function deepened(image: Raster): Raster {
  const data = Uint16Array.from(image.data, (value) => value * 257);
  return { ...image, depth: 16, data };
}

/** An RGB picture with one alpha everywhere. */
export function withAlpha(image: Raster, alpha: number): Raster {
  const { width, height, depth, data } = image;
  const rgba: number[] = [];
  for (let i = 0; i < data.length; i += 3) rgba.push(data[i]!, data[i + 1]!, data[i + 2]!, alpha);
  return { width, height, depth, channels: 4, data: typed(depth, rgba) };
}

function typed(depth: 8 | 16, values: number[]): Uint8Array | Uint16Array {
  return depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
}
