import { expect, test } from 'vitest';
import { type FastFile, planPicture } from '#src/resize/fast/plan.js';
import { type ResizeOptions, readPictureOptions } from '#src/resize/options.js';

const file: FastFile = {
  ...{ format: 'png', width: 400, height: 300, orientation: 1, refused: null },
  ...{ length: 50_000, hasProfile: false },
};
const planned = (options: ResizeOptions, own: Partial<FastFile> = {}) =>
  planPicture({ ...file, ...own }, readPictureOptions('resize', options));

test('a picture is planned as it is shown', () => {
  expect(planned({ width: 40 })).toMatchObject({ width: 40, height: 30 });
  expect(planned({ width: 30 }, { orientation: 6 })).toMatchObject({ width: 30, height: 40 });
});

test.each([
  ['rare', { width: 40 }, { refused: 'rare' }],
  ['it is copied', {}, {}],
  ['it is copied', { width: 4000, format: 'png' }, {}],
  ['its colours are turned into sRGB', { width: 40, icc: 'srgb' }, { hasProfile: true }],
  ['padding', { width: 40, height: 40, fit: 'contain' }, {}],
  ['too large for WebP', { width: 20_000, enlarge: true, format: 'webp' }, {}],
  ['more pixels than allowed', { width: 40, maxPixels: 1000 }, {}],
  ['more pixels than allowed', { width: 40 }, { width: 60_000, height: 60_000, length: 100 }],
] as const)('%s: for the libraries', (refused, options, own) => {
  expect(planned(options, own)).toEqual({ refused });
});

test('pixels that stay are coded anew in another format, and upright', () => {
  expect(planned({ format: 'webp' })).toMatchObject({ width: 400, height: 300 });
  expect(planned({}, { orientation: 3 })).toMatchObject({ width: 400, height: 300 });
});
