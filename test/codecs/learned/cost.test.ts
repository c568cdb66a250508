import { afterEach, expect, test, vi } from 'vitest';
import { partCosts } from '#src/codecs/learned/cost.js';
import { openModel } from '#src/codecs/learned/model.js';
import { locateModel } from '#src/codecs/learned/model-files.js';
import { tinyModel } from './tiny.ts';

afterEach(() => vi.unstubAllEnvs());

/** Costs of the codec of tiny.ts for a picture, padded to `extent`. */
async function costs({
  changes = {},
  ...asked
}: {
  changes?: Parameters<typeof tinyModel>[0];
  size: { width: number; height: number };
  extent: { width: number; height: number };
  modelled: boolean;
}) {
  const { card } = await tinyModel(changes);
  const { files } = await locateModel(card);
  const model = await openModel(card, files!, { threads: 1, provider: 'cpu' });
  try {
    return { parts: await partCosts(model, asked), model };
  } finally {
    await model.close();
  }
}

const square = { width: 64, height: 64 };

test('every part is told with who uses it; the table counts one parameter a symbol', async () => {
  const { parts, model } = await costs({ size: square, extent: square, modelled: true });
  expect(Object.entries(parts).map(([name, { used }]) => `${name} ${used}`)).toEqual([
    ...['analyse encode', 'synthesise decode', 'coarse both', 'fine both', 'distributions both'],
  ]);
  const symbols = model.table!.distributions.map(({ cdf }) => cdf.length - 1);
  expect(parts['distributions']).toEqual({
    parameters: symbols.reduce((sum, count) => sum + count),
    fileBytes: model.tableBytes,
    macsPerPixel: 0,
    used: 'both',
  });
  // The blur of 3x3 at each of three channels.
  expect(parts['synthesise']!.macsPerPixel).toBeGreaterThanOrEqual(27);
  expect(parts['fine']!.parameters).toBeGreaterThanOrEqual(225 + 12);
});

test('padding and overlaps are in the cost of a pixel, not in the parameters', async () => {
  const plain = (await costs({ size: square, extent: square, modelled: true })).parts;
  const half = { width: 64, height: 32 };
  const padded = (await costs({ size: half, extent: square, modelled: true })).parts;
  const changes = { tiles: { size: 16, overlap: 16 } };
  const tiled = (await costs({ changes, size: square, extent: square, modelled: true })).parts;
  for (const name of ['synthesise', 'coarse', 'fine']) {
    expect(padded[name]!.macsPerPixel).toBeCloseTo(2 * plain[name]!.macsPerPixel, 9);
    // Windows of 32 or 48 pixels a side for cores of 16: (32 + 48 + 48 + 32) / 64 each way.
    expect(tiled[name]!.macsPerPixel).toBeCloseTo(2.5 ** 2 * plain[name]!.macsPerPixel, 9);
    expect(tiled[name]!.parameters).toBe(plain[name]!.parameters);
  }
});

test('without the context its graphs are left out, but for what encode chooses by', async () => {
  const asked = { size: square, extent: square, modelled: false };
  expect(Object.keys((await costs(asked)).parts)).toEqual(['analyse', 'synthesise']);
  const { parts } = await costs({ ...asked, changes: { rdoq: 0.1 } });
  expect(parts['fine']!.used).toBe('encode');
});
