import { expect, test } from 'vitest';
import type { FastReader, FastScaling } from '#src/resize/fast/contract.js';
import { fastSamples } from '#src/resize/fast/samples.js';
import { readPictureOptions } from '#src/resize/options.js';

test('what reads gets the plan in stored samples, and what it gives is written', async () => {
  const asked: FastScaling[] = [];
  const reader: FastReader = {
    input: (length) => new Uint8Array(length),
    readHead: ([kind]) => ({
      ...{ width: 40, height: 20, orientation: 6 },
      refused: kind === 9 ? 'rare' : null,
    }),
    resize(bytes, scaling) {
      asked.push(scaling);
      return { width: 10, height: 20, channels: 1, data: bytes };
    },
    renew: () => {},
  };
  const way = fastSamples('png', reader, ({ data }, { quality }) =>
    Uint8Array.of(...data, quality ?? 0),
  );
  const ask = readPictureOptions('resize', { width: 10, format: 'webp', quality: 70 });
  expect(way.input(3)).toHaveLength(3);
  expect(await way.make(Uint8Array.of(1, 2), ask)).toEqual({
    ...{ width: 10, height: 20, warning: null, note: 'PNG decoded here, lanczos3' },
    bytes: Uint8Array.of(1, 2, 70),
  });
  expect(asked).toEqual([
    {
      scaled: { width: 20, height: 10 },
      window: { left: 0, top: 0, width: 20, height: 10 },
      filter: 'lanczos3',
    },
  ]);
  expect(await way.make(Uint8Array.of(9), ask)).toEqual({ refused: 'rare' });
});
