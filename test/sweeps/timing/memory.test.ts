import { expect, test } from 'vitest';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { measureMemory } from '#src/sweeps/timing/memory.js';
import { picture } from '../../support/photos.ts';

const input = picture(64, 48);
const options = {
  resources: { threads: 1, maxPixels: 1e6 },
  timeLimitSeconds: 60,
  stop: new AbortController().signal,
};

test('tells peaks of encode and decode, what was there before, and the set-up', async () => {
  const { params } = await codecs.load('png');
  const settings = resolveSettings('png', params, {});
  const use = await measureMemory({ source: 'png', settings }, input, options);
  for (const bytes of [use.encode, use.decode, use.idle]) expect(bytes).toBeGreaterThan(10e6);
  expect(use.encode).toBeGreaterThanOrEqual(use.idle);
  expect(use.setupSeconds).toBeGreaterThan(0);
});

test('what goes wrong is thrown, and so is the reason of a stop', async () => {
  const none = { source: 'gone', settings: {} };
  await expect(measureMemory(none, input, options)).rejects.toMatchObject({
    code: 'unknown-name',
    data: { name: 'gone' },
  });
  const stop = AbortSignal.abort(new Error('enough'));
  const raw = { source: 'raw', settings: {} };
  await expect(measureMemory(raw, input, { ...options, stop })).rejects.toThrow('enough');
});
