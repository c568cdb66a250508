/** Two pictures as a metric's graph takes them in: 1 x 3 x height x width, black 0 and white 1. */
export interface SyntheticPair {
  readonly dims: readonly [1, 3, number, number];
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/**
 * Two pictures out of whole numbers alone, so that every language makes the same: slopes with noise
 * upon them, and the second with more noise. The check values of the cards are for such pairs;
 * models/synthetic.py makes them too.
 */
export function syntheticPair({
  width,
  height,
  seed,
}: {
  width: number;
  height: number;
  seed: number;
}): SyntheticPair {
  const next = numbers(seed);
  const size = 3 * width * height;
  const a = new Float32Array(size);
  const b = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const x = i % width;
    const y = Math.floor(i / width) % height;
    const channel = Math.floor(i / (width * height));
    const value = ((3 * x + 2 * y + 40 * channel) % 180) + (next() % 48);
    a[i] = value / 255;
    b[i] = Math.min(255, Math.max(0, value + (next() % 61) - 30)) / 255;
  }
  return { dims: [1, 3, height, width], a, b };
}

/** Whole numbers 0..65535: the upper half of the generator of Numerical Recipes. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 16;
  };
}
