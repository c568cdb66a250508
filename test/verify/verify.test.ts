import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Metric } from '#src/metrics/metric.js';
import { psnr, psnrY } from '#src/metrics/psnr.js';
import { metrics } from '#src/metrics/registry.js';
import { type Published, published } from '#src/verify/published.js';
import { verifyMetrics } from '#src/verify/verify.js';
import { scratch } from '../support/scratch.ts';

const brighter: Published = {
  source: 'a paper',
  pair: { kind: 'made', name: 'one level brighter' },
  expected: { psnr: { value: 48.1308, tolerance: 1e-3 } },
};

afterEach(() => vi.unstubAllEnvs());

describe('verifyMetrics', () => {
  test('tells of every source that is done, and a signal ends it before the next', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    const told: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      told.push(done, total);
      if (done === 2) abort.abort(reason);
    };
    await verifyMetrics([brighter, brighter], [psnr], { onProgress });
    expect(told).toEqual([1, 2, 2, 2]);
    const options = { onProgress, signal: abort.signal };
    await expect(verifyMetrics([brighter], [psnr], options)).rejects.toBe(reason);
    expect(told).toHaveLength(4);
  });

  test('tells a right value from a miss', async () => {
    const wrong: Published = { ...brighter, expected: { psnr: { value: 48.2, tolerance: 1e-3 } } };
    const [right, miss] = await verifyMetrics([brighter, wrong], [psnr, psnrY]);
    expect(right).toMatchObject({ metric: 'psnr', verdict: 'right', source: 'a paper' });
    expect(right!.got).toBeCloseTo(20 * Math.log10(255), 9);
    expect(miss).toMatchObject({ verdict: 'miss', expected: 48.2, got: right!.got });
  });

  test('a metric or a picture that is not at hand is skipped, with the reason', async () => {
    const absent: Metric = { ...psnr, available: async () => 'its model is missing' };
    expect(await verifyMetrics([brighter], [absent])).toMatchObject([
      { verdict: 'skipped', got: null, note: 'its model is missing' },
    ]);
    const nowhere: Published = {
      ...brighter,
      pair: { kind: 'files', collection: 'lpips', reference: 'ex_ref', decoded: 'gone' },
    };
    expect(await verifyMetrics([nowhere], [psnr])).toMatchObject([
      { verdict: 'miss', note: "the pairs lpips have no file 'gone'" },
    ]);
    vi.stubEnv('PARETO_CACHE', scratch());
    vi.stubEnv('PARETO_DATA', '');
    const pair = { ...nowhere.pair, decoded: 'ex_p0' } as Published['pair'];
    // Without a network the files cannot be downloaded either; with one they are scored.
    const [check] = await verifyMetrics([{ ...nowhere, pair }], [psnr]);
    if (check!.got === null) {
      expect(check).toMatchObject({ verdict: 'skipped', missing: 'lpips' });
      expect(check!.note).toContain('is not at hand');
    }
  });

  test('a metric that fails is a miss', async () => {
    const failing: Metric = {
      ...psnr,
      prepare: async () => {
        throw new Error('it broke');
      },
    };
    expect(await verifyMetrics([brighter], [failing])).toMatchObject([
      { verdict: 'miss', got: null, note: 'it broke' },
    ]);
  });

  test('a coded file of another length is not the published one', async () => {
    const coded: Published = {
      ...brighter,
      pair: { kind: 'coded', codec: 'jpeg:quality=50', dataset: 'sample', bytes: 1 },
    };
    const [check] = await verifyMetrics([coded], [psnr]);
    expect(check).toMatchObject({ verdict: 'miss', got: null });
    expect(check!.note).toMatch(/gave \d+ bytes instead of 1: another file than the published one/);
  });
});

test('what is published names metrics of the registry, and every metric is compared with something', () => {
  const named = new Set(published.flatMap(({ expected }) => Object.keys(expected)));
  expect([...named].sort()).toEqual([...metrics.names].sort());
});
