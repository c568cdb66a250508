import { expect, test, vi } from 'vitest';
import { loadCard } from '#src/models/catalogue.js';
import { checkModel } from '#src/models/check.js';
import { temporaryFolder } from '../support/folders.ts';
import { describeShared, shared } from '../support/shared.ts';

describeShared('checkModel', () => {
  test.each(['lpips-alex', 'lpips-squeeze'])('%s gives what its card says', async (id) => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const checked = await checkModel(await loadCard(id));
    expect(checked.passed).toBe(true);
    expect(checked.values).toHaveLength(4);
    expect(checked.values.filter(({ expected }) => expected > 0.01)).toHaveLength(2);
  });

  test('gives the pairs in the order of the card, each also with itself', async () => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const card = await loadCard('lpips-alex');
    const { values, id } = await checkModel(card);
    expect(id).toBe('lpips-alex');
    expect(
      values.map(({ pair, by, expected, tolerance }) => [pair, by, expected, tolerance]),
    ).toEqual(
      card.checks.flatMap(({ pair: { width, height, seed }, by, value, tolerance }) => {
        const pair = `${width}x${height} of seed ${seed}`;
        return [
          [pair, by, value, tolerance],
          [pair, 'a picture with itself', 0, 0],
        ];
      }),
    );
    for (const { got, expected } of values) expect(got).toBeCloseTo(expected, 4);
  });

  test('counts what AlexNet costs by its layers', async () => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const { macsPerPixel, parameters } = await checkModel(await loadCard('lpips-alex'));
    // Outputs, inputs, taps and places of each convolution, of a picture of 768 x 512.
    const layers = [
      [64, 3, 11 * 11, 191 * 127],
      [192, 64, 5 * 5, 95 * 63],
      [384, 192, 3 * 3, 47 * 31],
      [256, 384, 3 * 3, 47 * 31],
      [256, 256, 3 * 3, 47 * 31],
    ] as const;
    let macs = 0;
    let weights = 0;
    for (const [outputs, inputs, taps, places] of layers) {
      // Both pictures; then one weight for each output on the difference of the two.
      macs += 2 * outputs * inputs * taps * places + outputs * places;
      weights += outputs * inputs * taps + outputs + outputs;
    }
    expect(macsPerPixel).toBeCloseTo(macs / (768 * 512), 9);
    expect(parameters).toBe(weights);
  });

  test('a card that says something else is missed', async () => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const card = await loadCard('lpips-alex');
    const [first, ...rest] = card.checks;
    const off = { ...first!, value: first!.value + 2 * first!.tolerance };
    const checked = await checkModel({ ...card, checks: [off, ...rest] });
    expect(checked.passed).toBe(false);
    expect(checked.values.filter(({ passed }) => !passed)).toHaveLength(1);
  });
});

test('a codec’s model is left to its codec', async () => {
  await expect(checkModel(await loadCard('sprig'))).rejects.toThrow("sprig is no metric's model");
});

test('a missing model says how to get it', async () => {
  vi.stubEnv('PARETO_MODELS', '');
  vi.stubEnv('PARETO_CACHE', await temporaryFolder());
  const card = await loadCard('lpips-squeeze');
  const files = [{ ...card.graphs['distance']!.files[0]!, file: 'absent.onnx' }];
  const absent = { ...card, graphs: { distance: { ...card.graphs['distance']!, files } } };
  await expect(checkModel(absent)).rejects.toThrow(
    "lpips-squeeze cannot be checked: absent.onnx is not here: 'pareto models export lpips-squeeze' makes it",
  );
});
