import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { loadCard, projectModels } from '#src/models/catalogue.js';
import { checkModel } from '#src/models/check.js';
import { temporaryFolder } from '../support/folders.ts';
import { describeShared, shared } from '../support/shared.ts';

test('the model that comes with the project is the first that its card names, with its licences', async () => {
  vi.stubEnv('PARETO_MODELS', '');
  const card = await loadCard('lpips-alex');
  const { sha256, passed, path: file } = await checkModel(card);
  expect(passed).toBe(true);
  expect(sha256).toBe(card.graphs['distance']!.files[0]!.sha256);
  expect(file).toBe(path.join(projectModels, 'lpips-alex', 'lpips-alex.onnx'));
  const licence = await readFile(path.join(projectModels, 'lpips-alex', 'LICENSE'), 'utf8');
  for (const owner of ['Richard Zhang', 'Soumith Chintala']) expect(licence).toContain(owner);
});

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

  /** Outputs, inputs, taps of a convolution, width and height of what it gives. */
  type Layer = readonly [
    outputs: number,
    inputs: number,
    taps: number,
    width: number,
    height: number,
  ];
  const fire = (
    inputs: number,
    middle: number,
    half: number,
    ...size: [number, number]
  ): Layer[] => [
    [middle, inputs, 1, ...size],
    [half, middle, 1, ...size],
    [half, middle, 9, ...size],
  ];

  // A picture of 768 x 512. Of taps one weight for each channel, on the difference of the two pictures.
  test.each<[string, Layer[], [channels: number, width: number, height: number][]]>([
    [
      'lpips-alex',
      [
        [64, 3, 121, 191, 127],
        [192, 64, 25, 95, 63],
        [384, 192, 9, 47, 31],
        [256, 384, 9, 47, 31],
        [256, 256, 9, 47, 31],
      ],
      [
        [64, 191, 127],
        [192, 95, 63],
        [384, 47, 31],
        [256, 47, 31],
        [256, 47, 31],
      ],
    ],
    [
      'lpips-squeeze',
      [
        [64, 3, 9, 383, 255],
        ...[64, 128].flatMap((inputs) => fire(inputs, 16, 64, 191, 127)),
        ...[128, 256].flatMap((inputs) => fire(inputs, 32, 128, 95, 63)),
        ...[256, 384].flatMap((inputs) => fire(inputs, 48, 192, 47, 31)),
        ...[384, 512].flatMap((inputs) => fire(inputs, 64, 256, 47, 31)),
      ],
      [
        [64, 383, 255],
        [128, 191, 127],
        [256, 95, 63],
        ...[384, 384, 512, 512].map((channels): [number, number, number] => [channels, 47, 31]),
      ],
    ],
  ])('counts what %s costs by its layers', async (id, layers, taps) => {
    vi.stubEnv('PARETO_MODELS', shared('models'));
    const { macsPerPixel, parameters } = await checkModel(await loadCard(id));
    let macs = 0;
    let weights = 0;
    for (const [outputs, inputs, kernel, width, height] of layers) {
      macs += 2 * outputs * inputs * kernel * width * height;
      weights += outputs * inputs * kernel + outputs;
    }
    for (const [channels, width, height] of taps) {
      macs += channels * width * height;
      weights += channels;
    }
    expect(macsPerPixel).toBeCloseTo(macs / (768 * 512), 6);
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
