import { expect, test } from 'vitest';
import { openDataset } from '#src/datasets/dataset.js';
import { openTimingProcess } from '#src/sweeps/timing/client.js';

const open = async (stop = new AbortController().signal, timeLimitSeconds = 60) => {
  const { images } = await openDataset('tiny', { images: ['1x1'] });
  const setup = { images: [...images], crop: null, threads: 1, maxPixels: 1000, lenient: false };
  return openTimingProcess(setup, { timeLimitSeconds, stop });
};
const raw = { configuration: 0, codec: 'raw', settings: {} };

test('a configuration is warm after a pass of its own that succeeded', async () => {
  const timing = await open();
  expect(timing.isWarm(0)).toBe(false);
  expect(await timing.pass(raw)).toMatchObject({ samples: [{ width: 1, height: 1 }] });
  const none = await timing.pass({ ...raw, configuration: 1, codec: 'gone' });
  expect(none).toMatchObject({ failed: { stage: 'open', image: null } });
  expect([timing.isWarm(0), timing.isWarm(1)]).toEqual([true, false]);
  await timing.close();
  expect(timing.isWarm(0)).toBe(false);
});

test('a process that is late, or stopped, is a failed answer', async () => {
  const hasty = await open(undefined, 0.001);
  expect(await hasty.pass(raw)).toMatchObject({ failed: { stage: 'timeout', image: null } });
  await hasty.close();
  const stopped = await open(AbortSignal.abort(new Error('enough')));
  expect(await stopped.pass(raw)).toMatchObject({
    failed: { stage: 'worker', message: 'enough', image: null },
  });
  await stopped.close();
});
