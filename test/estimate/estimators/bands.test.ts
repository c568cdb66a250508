import { expect, test } from 'vitest';
import { bands } from '#src/estimate/estimators/bands.js';
import { deflating, largePicture, questionOf } from '../../support/estimates.ts';
import { picture } from '../../support/photos.ts';

const rows = () => deflating({ rowFiltered: true });

test('comes near to the size of the whole from a part of the rows', async () => {
  const image = largePicture(900, 1200);
  let most = 0;
  const watching = deflating({
    rowFiltered: true,
    compress: (each) => {
      most = Math.max(most, each.height);
      expect(each.width === 900 || each.width < 100).toBe(true);
      return rows().compress(each);
    },
  });
  const sample = await bands.sample(questionOf(image, { compressor: watching }));
  if (sample.kind !== 'part') throw new Error('expected a part');
  const { bytes } = await rows().compress(image);
  expect((sample.overhead + (sample.bits * 900 * 1200) / 8) / bytes).toBeCloseTo(1, 1);
  expect(most).toBeLessThan(0.5 * 1200);
});

test('refuses what does not code rows, and too few rows', () => {
  expect(bands.refuses(questionOf(picture(300, 300)))).toBe(
    'deflating does not code row after row',
  );
  expect(bands.refuses(questionOf(picture(300, 90), { compressor: rows() }))).toBe(
    '90 rows are too few for bands',
  );
});
