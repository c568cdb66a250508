import { expect, test } from 'vitest';
import {
  alphaText,
  curveAlphaText,
  imageAlphaText,
  infinityText,
} from '#src/page/model/alpha-text.js';
import { rdOf } from '../../support/records.ts';
import { dataOf, writeSite } from '../site.ts';

test('a row names what became of alpha, with the count where it is not all images', () => {
  expect(alphaText({ images: 3 })).toBe('');
  expect(alphaText({ images: 3, alpha: { lost: 3, differs: 0 } })).toBe('alpha lost');
  expect(alphaText({ images: 3, alpha: { lost: 1, differs: 2 } })).toBe(
    'alpha lost (1/3), alpha differs (2/3)',
  );
});

test('a curve has the most of its points', () => {
  const rows = [{ images: 2, alpha: { lost: 0, differs: 1 } }, { images: 2 }];
  expect(curveAlphaText(rows)).toBe('alpha differs (1/2)');
  expect(curveAlphaText([{ images: 2 }])).toBe('');
});

test('a picture is exact where its record says so, and infinite otherwise', () => {
  const spec = 'jpegls';
  const data = dataOf(
    writeSite([
      rdOf({ spec, image: 'a', exact: true, metrics: { psnr: null } }),
      rdOf({ spec, image: 'b', exact: false, alpha: 'lost', metrics: { psnr: null } }),
      rdOf({ spec, image: 'c', exact: false, alpha: 'differs', metrics: { psnr: 30 } }),
    ]),
  );
  const told = [0, 1, 2].map((image) => [
    infinityText(data, { row: 0, image }),
    imageAlphaText(data, { row: 0, image }),
  ]);
  expect(told).toEqual([
    ['exact', ''],
    ['∞', 'alpha lost'],
    ['exact', 'alpha differs'],
  ]);
  expect(data.group.rows[0]).toMatchObject({ exact: 1, alpha: { lost: 1, differs: 1 } });
});
