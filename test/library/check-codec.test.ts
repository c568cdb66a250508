import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkCodec, codecTolerance } from '#src/library/check-codec.js';
import { loadCard } from '#src/models/catalogue.js';
import { scratch } from '../support/scratch.ts';
import { describeShared, shared } from '../support/shared.ts';

beforeEach(() => {
  vi.stubEnv('PARETO_MODELS', scratch());
  vi.stubEnv('PARETO_CACHE', scratch());
});
afterEach(() => void vi.unstubAllEnvs());

test('only a codec with levels has published figures, and only with weights it is measured', async () => {
  await expect(checkCodec('mbt')).rejects.toMatchObject({ code: 'unknown-name' });
  await expect(checkCodec('sprig')).rejects.toThrow(/^sprig has no levels with published figures/);
  await expect(checkCodec('mbt2018')).rejects.toMatchObject({
    code: 'model-missing',
    message: expect.stringMatching(/quality 1 \(mse\).*models export mbt2018'/),
  });
});

test.each([
  'bmshj2018-factorized',
  'bmshj2018-hyperprior',
  'mbt2018-mean',
  'mbt2018',
  'cheng2020-anchor',
])(
  'the card of %s has a published point of each level, that of a finer one with more bits',
  async (id) => {
    const { rate } = (await loadCard(id)).codec!;
    if (!('levels' in rate)) throw new Error('no levels');
    for (const kind of ['mse', 'ms-ssim']) {
      const points = rate.levels.filter(({ tuned }) => tuned === kind).map((level) => level.kodak!);
      expect(points.length).toBeGreaterThanOrEqual(6);
      for (const key of ['bpp', 'psnr'] as const) {
        const values = points.map((point) => point[key]);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
      }
    }
  },
);

describeShared('with weights and the pictures of Kodak', () => {
  test('a level within the tolerance passes', async () => {
    vi.stubEnv('PARETO_DATA', shared('datasets'));
    const id = 'bmshj2018-hyperprior-pareto';
    const { passed, levels, missing } = await checkCodec(id, { out: scratch(), jobs: 2 });
    const { rate } = (await loadCard(id)).codec!;
    if (!('levels' in rate)) throw new Error('no levels');
    expect(levels.map(({ quality }) => quality)).toEqual(rate.levels.map(({ quality }) => quality));
    for (const { pictures, bpp, psnr, published } of levels) {
      expect(pictures).toBe(24);
      expect(Math.abs(bpp / published!.bpp - 1)).toBeLessThan(codecTolerance.bpp);
      expect(Math.abs(psnr - published!.psnr)).toBeLessThan(codecTolerance.psnr);
    }
    expect([passed, missing]).toEqual([true, []]);
  });
});
