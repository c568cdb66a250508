import { expect, test } from 'vitest';
import { createRegistry } from '#src/base/registry.js';
import type { Metric } from '#src/metrics/metric.js';
import { psnr } from '#src/metrics/psnr.js';
import {
  openScore,
  type PictureInMemory,
  rastersOf,
  type ScoreRastersOptions,
} from '#src/metrics/score-rasters.js';
import { createScoring } from '#src/metrics/scoring.js';
import { picture } from './pictures.ts';

const original = picture({ width: 8, height: 8, channels: 3, depth: 8, seed: 1 });
const registry = createRegistry<Metric>('metric', { psnr: async () => psnr });
const { score, scoreEach } = openScore<PictureInMemory, string, ScoreRastersOptions>(
  registry,
  rastersOf,
);

/** PSNR that counts how many originals were prepared and closed. */
function counted() {
  const counts = { prepared: 0, closed: 0 };
  const metric: Metric = {
    ...psnr,
    id: 'counted',
    prepare: async (reference) => {
      counts.prepared += 1;
      const scorer = await psnr.prepare(reference);
      return {
        score: (...args) => scorer.score(...args),
        close: () => {
          counts.closed += 1;
          scorer.close();
        },
      };
    },
  };
  return { counts, metric };
}

test('a canvas is a picture: its bytes are RGBA', async () => {
  const canvas = (value: number) => ({
    ...{ width: 2, height: 1 },
    data: Uint8ClampedArray.of(value, value, value, 255, 50, 60, 70, 255),
  });
  const { psnr: value } = await score(canvas(10), canvas(20), ['psnr']);
  // Three of six samples differ by 10.
  expect(value).toBeCloseTo(10 * Math.log10(255 ** 2 / 50), 10);
});

test('an original is kept by the scoring that is given, and by none else', async () => {
  const { counts, metric } = counted();
  const run = (options = {}) => score(original, original, [metric], options);
  await run();
  await run();
  expect(counts).toEqual({ prepared: 2, closed: 2 });
  const scoring = createScoring();
  await run({ scoring });
  await run({ scoring });
  expect(counts).toEqual({ prepared: 3, closed: 2 });
  scoring.close();
  await expect.poll(() => counts.closed).toBe(3);
});

test('a name in place of a list is told', async () => {
  const results = scoreEach(original, original, 'psnr' as never);
  await expect(results.next()).rejects.toThrow("such as ['psnr'], got psnr");
});
