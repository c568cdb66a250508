import { beforeEach, describe, expect, test } from 'vitest';
import type { Raster } from '#src/image/raster.js';
import type { Metric } from '#src/metrics/metric.js';
import { psnr, psnrY } from '#src/metrics/psnr.js';
import { createScorers, type Scorers } from '#src/sweeps/rd/scorers.js';
import { picture } from '../../support/photos.ts';

// A real metric that tells when it prepares and closes.
const log: string[] = [];
const watched: Metric = {
  ...psnr,
  async prepare(reference) {
    log.push(`prepare ${reference.width}`);
    const scorer = await psnr.prepare(reference);
    return {
      score: scorer.score,
      close() {
        log.push(`close ${reference.width}`);
        scorer.close();
      },
    };
  },
};

let scorers: Scorers;
beforeEach(() => {
  log.length = 0;
  scorers = createScorers();
});

const value = (key: string, original: Raster, decoded: Raster): Promise<number> =>
  scorers.with(watched, key, original, async (scorer) => (await scorer.score(decoded)).value);

describe('scorers', () => {
  test('prepare an original once for all its decoded pictures, and close it for the next', async () => {
    const [a, b] = [picture(40, 30), picture(50, 30)];
    const alone: number[] = [];
    for (const seed of [2, 3]) alone.push(await value(`${seed}`, a, picture(40, 30, seed)));
    log.length = 0;
    const together: number[] = [];
    for (const seed of [2, 3]) together.push(await value('a', a, picture(40, 30, seed)));
    await value('b', b, picture(50, 30, 2));
    expect(together).toEqual(alone);
    expect(log).toEqual(['close 40', 'prepare 40', 'close 40', 'prepare 50']);
  });

  test('forget what has failed', async () => {
    const a = picture(40, 30);
    await expect(value('a', a, picture(41, 30))).rejects.toThrow('pictures of one size');
    await value('a', a, picture(40, 30, 2));
    expect(log).toEqual(['prepare 40', 'close 40', 'prepare 40']);
  });

  test('keep of a large picture the last metric alone', async () => {
    const large = picture(1100, 1000);
    await value('large', large, large);
    expect(log).toEqual(['prepare 1100']);
    await scorers.with(psnrY, 'large', large, (scorer) => scorer.score(large));
    expect(log).toEqual(['prepare 1100', 'close 1100']);
  });
});
