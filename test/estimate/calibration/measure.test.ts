import { expect, test } from 'vitest';
import { measurePicture } from '#src/estimate/calibration/measure.js';
import { pictureOfSamples } from '#src/estimate/load-picture.js';
import { estimators } from '#src/estimate/registry.js';
import { deflating, largePicture } from '../../support/estimates.ts';

test('measures the whole, and what every estimator that can answer samples of it', async () => {
  const image = largePicture();
  const compressor = deflating({ sibling: deflating(), quarter: deflating() });
  const measured = await measurePicture(
    { name: 'a', set: 'b' },
    pictureOfSamples(image),
    compressor,
  );
  const { bytes } = await compressor.compress(image);
  expect(measured).toMatchObject({
    ...{ picture: 'a', set: 'b', of: compressor.identity, actualBytes: bytes },
    pixels: image.width * image.height,
  });
  expect(measured.seconds).toBeGreaterThan(0);
  expect(measured.fastSeconds).toBeGreaterThan(0);
  expect(measured.quarterSeconds).toBeGreaterThan(0);
  expect(measured.mapSeconds).toBeGreaterThan(0);
  expect(measured.repeatSeconds).toBeGreaterThan(0);
  // The sibling compresses tiles as well, though the balanced ones were there already.
  expect(measured.sampleSeconds['sibling']).toBeGreaterThan(
    0.5 * measured.sampleSeconds['balanced']!,
  );
  const sampled = estimators.names.filter((id) => id !== 'exact' && id !== 'bands');
  expect(Object.keys(measured.samples).sort()).toEqual(sampled.sort());
  expect(Object.keys(measured.sampleSeconds).sort()).toEqual(sampled.sort());
  // Another draw is of other tiles.
  const { balanced, ...others } = measured.otherDraws!;
  expect(Object.keys(others)).toEqual(['sibling']);
  expect(balanced).toHaveLength(1);
  expect(balanced![0]!.bits).not.toBe(measured.samples['balanced']!.bits);
  expect(JSON.parse(JSON.stringify(measured))).toEqual(measured);
});
