import path from 'node:path';
import { expect, test } from 'vitest';
import { compareEstimates } from '#src/library/compare-estimates.js';
import type { SweepEvent } from '#src/sweeps/events.js';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

async function prepare() {
  const folder = scratch();
  const photos = path.join(folder, 'photos');
  await savePictures(photos, 2, { width: 320, height: 240 });
  const options = {
    ...{ codecs: 'jpeg', qualities: [50], estimators: ['exact', 'downscale'], jobs: 1 },
    out: path.join(folder, 'results'),
  };
  return { photos, options };
}

test('makes estimates beside actual sizes, once', async () => {
  const { photos, options } = await prepare();
  const told: SweepEvent[] = [];
  const onProgress = (event: SweepEvent) => void told.push(event);
  const { datasets, rows } = await compareEstimates([photos], { ...options, onProgress });
  expect(datasets).toMatchObject([
    { dataset: 'photos', interrupted: false, estimates: { measured: 4, failed: 0 } },
  ]);
  expect(rows.map(({ estimator, answers }) => [estimator, answers])).toEqual([
    ['downscale', 2],
    ['exact', 2],
  ]);
  expect(told.at(-1)).toMatchObject({ kind: 'estimate', done: 4, total: 4 });
  const again = await compareEstimates([photos], { ...options, split: { setting: true } });
  expect(again.datasets).toMatchObject([{ estimates: null }]);
  expect(again.rows).toMatchObject([{ setting: 'quality=50' }, { setting: 'quality=50' }]);
});

test('names that are none and a signal end it before any work', async () => {
  const { photos, options } = await prepare();
  const asked = (changes: object) => compareEstimates([photos], { ...options, ...changes });
  await expect(asked({ estimators: ['tile'] })).rejects.toThrow(
    "unknown estimator 'tile'; did you mean tiles?",
  );
  await expect(asked({ codecs: '' })).rejects.toThrow('codecs takes codecs with settings');
  await expect(asked({ codecs: 'jxl-jpeg' })).rejects.toThrow('expected a codec of pictures');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(asked({ signal })).rejects.toThrow('enough');
});
