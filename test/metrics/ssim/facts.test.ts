import { expect, test } from 'vitest';
import { metrics } from '#src/metrics/registry.js';
import { similarityFacts } from '#src/metrics/ssim/facts.js';
import { picture } from '../pictures.ts';

const ids = ['ssim', 'ssim-pooled', 'ms-ssim', 'ssimjs'];

test.each(ids)(
  '%s is an index of similarity, and equal pictures have what is perfect',
  async (id) => {
    const metric = await metrics.load(id);
    expect(metric).toMatchObject(similarityFacts);
    const image = picture({ width: 161, height: 161, channels: 3, depth: 8, seed: 1 });
    const scorer = await metric.prepare(image);
    const { value } = await scorer.score(image);
    scorer.close();
    expect(value).toBe(similarityFacts.perfect);
  },
);
