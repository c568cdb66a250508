import { afterEach, expect, test, vi } from 'vitest';
import { createLearnedMetric } from '#src/metrics/learned/learned-metric.js';
import { scorePair } from '#src/metrics/score-pair.js';
import { loadCard } from '#src/models/catalogue.js';
import { temporaryFolder } from '../../support/folders.ts';
import { describeShared } from '../../support/shared.ts';
import { picture } from '../pictures.ts';

afterEach(() => void vi.unstubAllEnvs());

const said = {
  ...{ id: 'lpips-alex', title: 'Own', shortTitle: 'Own', definition: 'made', source: 'here' },
  ...{ minSide: 32, map: null },
};
const image = picture({ width: 40, height: 40, channels: 3, depth: 8, seed: 1 });

test('without its graph a metric is known by its card, and says what is missing', async () => {
  vi.stubEnv('PARETO_MODELS', await temporaryFolder());
  const metric = await createLearnedMetric({ ...said, id: 'lpips-squeeze', bytesPerPixel: 1 });
  const [file] = (await loadCard('lpips-squeeze')).graphs['distance']!.files;
  expect(metric.version).toBe(`1+${file!.sha256.slice(0, 8)}`);
  const missing = await metric.available();
  expect(missing).toEqual(expect.stringContaining('lpips_squeeze.onnx'));
  await expect(scorePair(metric, image, image)).rejects.toMatchObject({
    ...{ code: 'model-missing', message: `lpips-squeeze: ${missing}` },
  });
});

describeShared('with its graph', () => {
  test('a picture that would outgrow the memory is not begun', async () => {
    const metric = await createLearnedMetric({ ...said, bytesPerPixel: 2 ** 40 });
    await expect(scorePair(metric, image, image)).rejects.toMatchObject({
      ...{ code: 'not-enough-memory', data: { needed: 1600 * 2 ** 40, width: 40, height: 40 } },
    });
  });
});
