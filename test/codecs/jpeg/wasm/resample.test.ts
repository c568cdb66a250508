import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { sharp } from '#src/image/files/sharp.js';
import { type FilterName, filterNames, filters } from '#src/image/filters.js';
import { distance, samplesOf } from './planes.ts';
import { scene } from './programs.ts';

const pipeline = await openJpegPipeline();
const names = filterNames;

async function greyJpeg(width: number, height: number, noise = 8): Promise<Uint8Array> {
  const { data } = scene(width, height, noise, 1);
  const image = sharp(data, { raw: { width, height, channels: 1 } });
  return new Uint8Array(await image.jpeg({ quality: 95 }).toBuffer());
}

/** The same in exact numbers, from the definition. */
function resampled(
  samples: Uint8Array,
  [width, height]: readonly [number, number],
  [newWidth, newHeight]: readonly [number, number],
  box: { x: number; y: number; width: number; height: number },
  filter: FilterName,
): Uint8Array {
  const { reach, at } = filters[filter];
  const weights = (from: number, to: number, offset: number, ratio: number) =>
    Array.from({ length: to }, (_, i) => {
      const scale = Math.max(1, ratio);
      const centre = offset + (i + 0.5) * ratio - 0.5;
      const taps = new Float64Array(from);
      let sum = 0;
      for (let k = Math.ceil(centre - reach * scale); k <= centre + reach * scale; k++) {
        const weight = at((k - centre) / scale);
        taps[Math.max(0, Math.min(from - 1, k))]! += weight;
        sum += weight;
      }
      return taps.map((tap) => tap / sum);
    });
  const across = weights(width, newWidth, box.x, box.width / newWidth);
  const down = weights(height, newHeight, box.y, box.height / newHeight);
  const result = new Uint8Array(newWidth * newHeight);
  for (let y = 0; y < newHeight; y++) {
    const row = Array.from({ length: width }, (_, x) =>
      down[y]!.reduce((sum, weight, k) => sum + weight * samples[k * width + x]!, 0),
    );
    for (let x = 0; x < newWidth; x++) {
      const value = across[x]!.reduce((sum, weight, k) => sum + weight * row[k]!, 0);
      result[y * newWidth + x] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
  return result;
}

test.for(names)('%s is within one level of the exact sums at any size and crop', async (filter) => {
  for (const [width, height, newWidth, newHeight] of [
    [80, 61, 40, 30],
    [80, 61, 33, 47],
    [80, 61, 9, 3],
    [80, 61, 131, 99],
    [80, 61, 1, 1],
    [3, 2, 7, 1],
    [1, 1, 5, 4],
  ] as const) {
    const crops = [
      { x: 0, y: 0, width, height },
      { x: width / 7, y: height / 9, width: width / 2, height: height / 3 },
    ];
    for (const crop of crops) {
      const decoded = pipeline.decode(await greyJpeg(width, height));
      const samples = samplesOf(pipeline, decoded.planes[0]!);
      const small = pipeline.resample(decoded, {
        width: newWidth,
        height: newHeight,
        crop,
        filter,
      });
      expect(small).toMatchObject({ width: newWidth, height: newHeight });
      const sizes = [[width, height] as const, [newWidth, newHeight] as const] as const;
      const exact = resampled(samples, ...sizes, crop, filter);
      expect(distance(samplesOf(pipeline, small.planes[0]!), exact).most).toBeLessThanOrEqual(1);
    }
  }
});

test('chroma lies where it belongs: a colour edge stays where luma has it', async () => {
  const data = new Uint8Array(96 * 64 * 3);
  for (let i = 0; i < 96 * 64; i++) data.set(i % 96 < 48 ? [200, 60, 40] : [40, 60, 200], 3 * i);
  const source = sharp(data, { raw: { width: 96, height: 64, channels: 3 } });
  const file = new Uint8Array(await source.jpeg({ quality: 100 }).toBuffer());
  for (const scale of [1, 2, 4] as const) {
    for (const subsampling of [
      [1, 1],
      [2, 2],
      [2, 1],
    ] as const) {
      const decoded = pipeline.decode(file, { scale });
      const small = pipeline.resample(decoded, { width: 24, height: 16, subsampling });
      const chroma = small.planes[1]!;
      expect([chroma.width, chroma.height]).toEqual([24 / subsampling[0], 16 / subsampling[1]]);
      const row = samplesOf(pipeline, chroma).subarray(0, chroma.width);
      const mean = row.reduce((sum, sample) => sum + sample, 0) / row.length;
      expect(mean).toBeCloseTo((row[0]! + row.at(-1)!) / 2, -0.5);
    }
  }
});

test('one decode gives several sizes', async () => {
  const decoded = pipeline.decode(await greyJpeg(80, 60));
  const first = pipeline.encode(pipeline.resample(decoded, { width: 40, height: 30 }));
  pipeline.encode(pipeline.resample(decoded, { width: 70, height: 50 }));
  const again = pipeline.encode(pipeline.resample(decoded, { width: 40, height: 30 }));
  expect(again).toEqual(first);
});
