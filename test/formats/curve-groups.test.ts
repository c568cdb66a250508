import { expect, test } from 'vitest';
import { curveFiles } from '#src/formats/curve-groups.js';
import { failedRdOf, rdOf } from '../support/records.ts';

const webp = (quality: number, image: string, changes = {}) =>
  rdOf({
    ...{ spec: `webp:quality=${quality}`, image, settings: { quality }, knob: 'quality' },
    bpp: quality / 10,
    ...changes,
  });

const titles = (...records: ReturnType<typeof webp>[]) =>
  curveFiles(records, ({ images }, curve) => ({
    title: curve.title,
    content: { images, points: curve.points.map(({ complete, bpp }) => [bpp, complete]) },
    leftOut: [],
  })).map(({ title, files }) => [title, files.map(({ title, content }) => [title, content])]);

test('a group for each data set and crop, a file for each curve, points by rate', () => {
  const cropped = webp(50, 'a', { crop: '8x8' });
  const failed = failedRdOf({ spec: 'avif', image: 'b' });
  expect(titles(webp(80, 'a'), webp(50, 'a'), webp(50, 'b'), cropped, failed)).toEqual([
    ['set 8x8', [['webp', { images: 1, points: [[5, true]] }]]],
    [
      'set',
      [
        [
          'webp',
          {
            images: 2,
            points: [
              [5, true],
              [8, false],
            ],
          },
        ],
      ],
    ],
  ]);
});

test('two curves of one label are told apart by their engine', () => {
  const engine = { name: 'libwebp', version: '9', runtime: 'native' as const };
  const [[, files]] = titles(webp(50, 'a'), webp(50, 'a', { engine })) as [[string, unknown[]]];
  const names = files.map((file) => (file as [string])[0]);
  expect(names).toContain('webp libwebp 9');
  expect(names).toHaveLength(2);
});
