import { expect, test } from 'vitest';
import { publishedCurves } from '#src/formats/published-curves.js';

const file = (results: object, rest: object = {}) => ({
  name: 'VTM',
  description: 'VTM 9.1',
  results,
  ...rest,
});

test('lists become points, under the names of metrics of the same definition', () => {
  const [curve] = publishedCurves(
    file({
      'psnr-rgb': [30, 35.5],
      'ms-ssim-rgb': [0.9, null],
      bpp: [0.1, 0.5],
      encoding_time: [1.5, 0],
      decoding_time: [null, 2],
      qp: [37, 32],
    }),
  );
  expect(curve).toEqual({
    format: 'compressai',
    name: null,
    dataset: null,
    source: 'VTM 9.1',
    leftOut: [],
    points: [
      { bpp: 0.1, metrics: { psnr: 30, 'ms-ssim': 0.9 }, encodeSeconds: 1.5 },
      { bpp: 0.5, metrics: { psnr: 35.5, 'ms-ssim': null }, encodeSeconds: 0, decodeSeconds: 2 },
    ],
  });
});

test('older files have no -rgb in the names, and lists at the top', () => {
  expect(publishedCurves({ psnr: [30], 'ms-ssim': [0.9], bpp: [1] })).toMatchObject([
    { source: null, points: [{ bpp: 1, metrics: { psnr: 30, 'ms-ssim': 0.9 } }] },
  ]);
});

test('a metric of another definition is left out, as are decibels of an untold mean', () => {
  const results = {
    bpp: [1],
    'psnr-rgb': [30],
    'psnr-yuv': [31],
    'ms-ssim-db-rgb': [12],
    vmaf: [90],
  };
  const [curve] = publishedCurves(file(results, { meta: { dataset: 'clic', url: 'https://x' } }));
  expect(curve).toMatchObject({ dataset: 'clic', source: 'https://x' });
  expect(curve?.points).toEqual([{ bpp: 1, metrics: { psnr: 30 } }]);
  expect(curve?.leftOut.map(({ field }) => field)).toEqual([
    ...['psnr-yuv', 'ms-ssim-db-rgb', 'vmaf'],
  ]);
  const [decibels] = publishedCurves(file({ bpp: [1], 'ms-ssim-rgb': [12.3] }));
  expect(decibels?.points).toEqual([{ bpp: 1, metrics: {} }]);
  expect(decibels?.leftOut).toEqual([
    { field: 'ms-ssim-rgb', reason: expect.stringContaining('decibels') },
  ]);
});

test('a file that this program exported has metrics of its own', () => {
  const meta = { metricVersions: { ssimulacra2: '2.1.0', constructor: '1' } };
  expect(
    publishedCurves(file({ bpp: [1], ssimulacra2: [70], dists: [1] }, { meta })),
  ).toMatchObject([
    {
      points: [{ metrics: { ssimulacra2: 70 } }],
      leftOut: [{ field: expect.stringContaining('dists') }],
    },
  ]);
});

test('a collection has many curves, point by point', () => {
  const curves = publishedCurves({
    source: { repo: 'a/b', commit: 'abc', dataset: 'Kodak, 24 images' },
    codecs: {
      '<b>': { points: [{ q: 1, bpp: 1, psnr_rgb: 30, encoding_time_s: 2 }, { bpp: 2 }] },
      empty: { points: [{ bpp: 1 }] },
    },
  });
  expect(curves).toMatchObject([
    {
      name: '<b>',
      dataset: 'kodak',
      source: 'a/b, commit abc',
      points: [
        { bpp: 1, metrics: { psnr: 30 }, encodeSeconds: 2 },
        { bpp: 2, metrics: { psnr: null } },
      ],
    },
    { name: 'empty', points: [{ bpp: 1, metrics: {} }] },
  ]);
});

test.each([
  [[], 'expected an object with results'],
  [file({}), 'results.bpp: it is missing'],
  [file({ bpp: [] }), 'results.bpp: Too small'],
  [file({ bpp: [0] }), 'results.bpp.0: Too small'],
  [file({ bpp: [null] }), 'results.bpp.0: Invalid input: expected number, received null'],
  [file({ bpp: [1, 2], 'psnr-rgb': [30] }), 'results.psnr-rgb has 1 values, and results.bpp 2'],
  [file({ bpp: [1], 'psnr-rgb': ['30'] }), 'results.psnr-rgb.0: Invalid input: expected number'],
  [file({ bpp: [1], psnr: 30 }), 'results.psnr: Invalid input: expected array'],
  [{ results: [] }, 'results: Invalid input: expected record'],
  [{}, 'expected results, codecs or a list bpp at the top of the file, got nothing'],
  [{ psnr: [1] }, 'expected results, codecs or a list bpp at the top of the file, got psnr'],
  [{ about: '', x: { codecs: { a: [] } } }, 'got about, x (codecs is below x: move it to the top)'],
  [
    { codecs: { a: [{ bpp: 1 }, { bpp: 2 }] } },
    'codecs.a: expected an object with points, {"points": [{"bpp": …}, …]}, got a bare list of 2',
  ],
  [{ codecs: null }, 'codecs: Invalid input: expected record, received null'],
  [{ codecs: { a: {} } }, 'codecs.a.points: Invalid input'],
  [{ codecs: { a: { points: [{ psnr_rgb: 1 }] } } }, 'codecs.a.bpp: it is missing'],
])('%j is refused: %s', (json, message) => {
  expect(() => publishedCurves(json)).toThrow(message);
});
