import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '#src/metrics/butteraugli/engine.js';
import { deepened, mapSamples, picture, withAlpha } from '../pictures.ts';

const original = picture({ width: 70, height: 50, channels: 3, depth: 8, seed: 1 });
/** Another in the last 12 columns alone. */
const decoded = mapSamples(original, (value, i) =>
  Math.floor(i / 3) % 70 < 58 ? value : 255 - value,
);

async function opened(...args: Parameters<typeof openEngine>) {
  const engine = await openEngine(...args);
  onTestFinished(() => engine.close());
  return engine;
}

test('the map is 0 for the original, and errors lie where the pictures differ', async () => {
  const engine = await opened(original);
  engine.compare(original, 0);
  expect(engine.peak(0, 0, 70, 50)).toBe(0);
  engine.compare(decoded, 0);
  const [far, near] = [engine.peak(0, 0, 10, 50), engine.peak(58, 0, 12, 50)];
  expect(near).toBeGreaterThan(1);
  expect(far).toBeLessThan(near / 10);
  expect(engine.peak(0, 0, 70, 50)).toBe(near);
});

test('sums of powers are those of the map', async () => {
  const engine = await opened(original);
  engine.compare(decoded, 0);
  const map = engine.map();
  const sums = [0, 0, 0];
  for (let y = 10; y < 40; y++) {
    for (let x = 50; x < 65; x++) {
      const value = map[y * (engine.frame.row / 4) + x]!;
      for (const [i, power] of [3, 6, 12].entries()) sums[i]! += value ** power;
    }
  }
  const found = engine.sumsOfPowers(50, 10, 15, 30);
  for (const i of [0, 1, 2]) expect(found[i]! / sums[i]!).toBeCloseTo(1, 4);
});

test('16 bit and opaque alpha say the same as 8 bit', async () => {
  const peakOf = async (change: (image: typeof original) => typeof original) => {
    const engine = await opened(change(original));
    engine.compare(change(decoded), 0);
    return engine.peak(0, 0, 70, 50);
  };
  const plain = await peakOf((image) => image);
  expect(await peakOf(deepened)).toBe(plain);
  expect((await peakOf((image) => withAlpha(image, 255))) / plain).toBeCloseTo(1, 5);
});

test('what was added counts more with an asymmetry', async () => {
  const flat = mapSamples(original, () => 100);
  const error = async (asymmetry: number) => {
    const engine = await opened(flat, { asymmetry });
    engine.compare(original, 0);
    return engine.sumsOfPowers(0, 0, 70, 50)[0]!;
  };
  expect(await error(4)).toBeGreaterThan(await error(1));
});

test('where its tiles begin is not seen in the map', async () => {
  // Beyond a column of tiles, 1,024 pixels, and two rows of them.
  const recipe = { width: 1200, height: 70, channels: 3, depth: 8, seed: 4 } as const;
  const mapOf = async (from: number) => {
    const [a, d] = [picture(recipe), picture(recipe, 20)].map((image) => withoutLeft(image, from));
    const engine = await opened(a!);
    engine.compare(d!, 0);
    return { map: engine.map(), length: engine.frame.row / 4 };
  };
  const [whole, part] = [await mapOf(0), await mapOf(704)];
  const far = 160;
  for (let y = 0; y < 70; y++) {
    const row = (map: typeof whole, x: number) =>
      map.map.subarray(y * map.length + x, y * map.length + x + 1200 - 704 - far);
    expect(row(part, far)).toEqual(row(whole, 704 + far));
  }
});

/** A picture without its first columns. */
function withoutLeft(image: typeof original, columns: number): typeof original {
  const { width, channels, data } = image;
  const inside = data.filter((_, i) => Math.floor(i / channels) % width >= columns);
  return { ...image, width: width - columns, data: inside } as typeof original;
}

test('the peak of a rectangle is the largest value of its map, at every width', async () => {
  const engine = await opened(original);
  engine.compare(decoded, 0);
  const map = engine.map();
  for (let width = 1; width <= 12; width++) {
    const x = 70 - width;
    let largest = 0;
    for (let y = 3; y < 9; y++) {
      for (let i = x; i < 70; i++) {
        largest = Math.max(largest, map[y * (engine.frame.row / 4) + i]!);
      }
    }
    expect(engine.peak(x, 3, width, 6)).toBe(largest);
  }
});
