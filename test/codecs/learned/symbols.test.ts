import { expect, test } from 'vitest';
import type { OpenModel } from '#src/codecs/learned/model.js';
import { symbolsOf } from '#src/codecs/learned/symbols.js';
import type { NamedTensors } from '#src/codecs/learned/tensors.js';
import { scaleTable } from '#src/entropy/distributions/parametric.js';

const place = { rate: 0, extent: { width: 16, height: 8 } };

/** A model of one group of 1 x 2 symbols for 16x8 pixels, in one pass. */
function model(rdoq: number): OpenModel {
  const group = { id: 'g', channels: 1, scale: 8, rounding: 0.3, limit: 20, predict: 'none' };
  const codec = {
    ...{ groups: [group], units: 'absolute', rate: { first: 2, ratio: 0.5 }, rdoq, tiles: null },
    passes: [{ group: 'g', part: 'all', base: 0 }],
  };
  const table = scaleTable('laplace', [0.2], 16);
  return { card: { id: 'test', codec }, contexts: {}, table } as unknown as OpenModel;
}

function coefficients(values: readonly number[], dims = [1, 1, 1, values.length]): NamedTensors {
  return new Map([['g', { tensor: { dims, data: Float32Array.from(values) }, scale: 8 }]]);
}

test('coefficients are rounded by the step of the rate and the dead zone of the group', async () => {
  const { groups, passes } = await symbolsOf(model(0), coefficients([1.5, -90]), place);
  expect([...groups[0]!.data]).toEqual([1, -20]);
  expect(groups[0]).toMatchObject({ id: 'g', height: 1, width: 2 });
  expect(passes).toBeNull();
  const finer = await symbolsOf(model(0), coefficients([1.5, -3]), { ...place, rate: 1000 });
  expect([...finer.groups[0]!.data]).toEqual([1, -3]);
});

test('with rate-distortion optimisation by what a symbol costs, and the passes are kept', async () => {
  const { groups, passes } = await symbolsOf(model(0.15), coefficients([1.5, -16]), place);
  expect([...groups[0]!.data]).toEqual([0, -8]);
  expect(passes).toEqual([{ symbols: Int16Array.of(0, -8), indexes: Uint16Array.of(0, 0) }]);
});

test('an analysis that gives another shape is refused', async () => {
  await expect(symbolsOf(model(0), coefficients([1, 2], [1, 1, 2, 1]), place)).rejects.toThrow(
    'the analysis of test is expected to give g of [1,1,1,2], it gives [1,1,2,1]',
  );
});
