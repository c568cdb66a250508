import { describe, expect, test } from 'vitest';
import { codecCompareFiles } from '#src/formats/codec-compare.js';
import { compressaiFiles } from '#src/formats/compressai.js';
import { csv } from '#src/formats/csv.js';
import { timesOn } from '#src/formats/image-seconds.js';
import { publishedCurves } from '#src/formats/published-curves.js';
import { rdColumns } from '#src/formats/rd-columns.js';
import { batchList, codecCompareCurves } from '#src/formats/read-codec-compare.js';
import { csvCurves } from '#src/formats/read-csv.js';
import { rdOf, timingOf } from '../support/records.ts';

const records = ['jpeg2000', 'webp'].flatMap((codec) =>
  ['a', '7'].flatMap((image, i) =>
    [1, 2, 4].map((value) => {
      const knob = codec === 'webp' ? 'quality' : 'ratio';
      return rdOf({
        ...{ spec: `${codec}:${knob}=${value}`, image, settings: { [knob]: value }, knob },
        ...{ bytes: 700 * value + i, bpp: (8 * (700 * value + i)) / 5000 },
        metrics: {
          psnr: 30.1 + value + i,
          'ms-ssim': 0.9 + value / 100,
          butteraugli: 3 - value / 9,
        },
      });
    }),
  ),
);
const times = timesOn(
  records.map(({ spec, image, settings, knob, imageSha256 }, i) => {
    const timed = timingOf({ spec, image, settings, knob, encode: [0.1 * (i + 1)], decode: [0.3] });
    return { ...timed, imageSha256 };
  }),
  'bench',
);

const foreign = (fields: Record<string, readonly (string | number)[]>, constants = {}) => ({
  constant_descriptions: Object.keys(constants).map((name) => ({ [name]: '' })),
  constant_values: Object.values(constants),
  field_descriptions: Object.keys(fields).map((name) => ({ [name]: 'what it is' })),
  field_values: Object.values(fields)[0]!.map((_, row) =>
    Object.values(fields).map((values) => values[row]!),
  ),
});

test('our own batches give back what our own curves and tables say', () => {
  const [batches] = codecCompareFiles(records, times);
  const read = batches!.files.map(({ content }) =>
    codecCompareCurves(JSON.parse(JSON.stringify(content))),
  );
  expect(read.flatMap(({ leftOut }) => leftOut)).toEqual([]);
  const curves = read.flatMap((each) => each.curves);
  const [lists] = compressaiFiles(records, times);
  const published = lists!.files.flatMap(({ content }) => publishedCurves(content));
  const means = curves.map(({ points }) => points.map(({ images: _, ...mean }) => mean));
  expect(means).toEqual(published.map(({ points }) => points));
  const images = { a: { bpp: 1.12 }, 'set/7': { bpp: 1.1216 } };
  expect(curves[0]!.points[0]!.images).toMatchObject(images);
  expect(curves).toMatchObject([
    { name: 'jpeg2000', dataset: 'set', leftOut: [] },
    { name: 'webp', dataset: 'set', leftOut: [] },
  ]);
  expect(curves[0]!.points[0]).toMatchObject({ metrics: { psnr: 31.6 }, decodeSeconds: 0.3 });

  const table = csvCurves([...csv(records, rdColumns(records))].join(''), {
    ...{ columns: new Map(), metrics: [] },
  });
  expect(table.leftOut).toEqual([]);
  const rates = (all: typeof curves) =>
    all.map(({ name, points }) => [
      name,
      points.map(({ bpp, metrics, images }) => ({ bpp, metrics, images })),
    ]);
  // A batch names a picture whose name is a number with its data set.
  const named = JSON.parse(JSON.stringify(rates(curves)).replaceAll('"set/', '"'));
  expect(rates(table.curves)).toEqual(named);
});

describe('batches of other programs', () => {
  const fields = {
    source_image: ['a', 'b', 'a', 'b'],
    quality: [10, 10, 50, 50],
    encoded_size: [100, 300, 200, 600],
    width: [40, 40, 40, 40],
    height: [20, 20, 20, 20],
    psnr: [30, 32, 34, 36],
    ssimulacra2: [50, 52, 60, 62],
  };

  test('metrics whose definition is known are taken, others where the user vouches for them', () => {
    const batch = foreign(fields, { name: 'mine', codec: 'x' });
    const { curves, leftOut } = codecCompareCurves(batch);
    expect(leftOut).toEqual([]);
    expect(curves).toMatchObject([
      {
        ...{ name: 'mine', dataset: null, source: null },
        points: [
          { bpp: 2, metrics: { ssimulacra2: 51 } },
          { bpp: 4, metrics: { ssimulacra2: 61 } },
        ],
        leftOut: [{ field: 'psnr' }],
      },
    ]);
    const vouched = codecCompareCurves(batch, new Map([['psnr', 'PSNR']]));
    expect(vouched.curves[0]!.points[1]!.metrics).toEqual({ psnr: 35, ssimulacra2: 61 });
    expect(vouched.curves[0]!.leftOut).toEqual([]);
  });

  test('an effort that varies makes curves, a measured figure of no known name does not', () => {
    const twice = Object.fromEntries(
      Object.entries(fields).map(([name, values]) => [name, [...values, ...values]]),
    );
    const batch = foreign({
      ...twice,
      effort: [1, 1, 1, 1, 9, 9, 9, 9],
      mine: [1, 2, 3, 4, 5, 6, 7, 8],
    });
    const { curves, leftOut } = codecCompareCurves(batch);
    expect(leftOut).toEqual([]);
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['effort=1', 2],
      ['effort=9', 2],
    ]);
  });

  test('rows that cannot be taken are told by their number', () => {
    const batch = foreign(fields);
    batch.field_values[1] = ['b'];
    batch.field_values[2]![2] = 0;
    const { curves, leftOut } = codecCompareCurves(batch);
    expect(curves).toEqual([]);
    expect(leftOut).toEqual([
      'batch: row 2: it has 1 values; 7 are expected',
      'batch: row 3: it has no bit rate above 0: bpp, or encoded_size, width and height',
      'batch: quality=10: it has 1 of 2 pictures',
      'batch: quality=50: it has 1 of 2 pictures',
    ]);
  });
});

test('centre crops are no curves of a data set, and are told', () => {
  const [group] = codecCompareFiles(
    [rdOf({ spec: 'webp', image: 'a', crop: '10x10' })],
    timesOn([], null),
  );
  const { curves, leftOut } = codecCompareCurves(group!.files[0]!.content);
  expect(curves).toEqual([]);
  expect(leftOut).toEqual([
    'webp: it is of centre crops (10x10); imported curves are of whole pictures',
  ]);
});

test('what is no batch is told by its first wrong field', () => {
  expect(() => codecCompareCurves({ field_descriptions: 1 })).toThrow(/^field_descriptions: /);
  expect(() => codecCompareCurves({ field_descriptions: [{ a: '' }] })).toThrow(/^field_values: /);
});

test('a list of batches is names of files, first in their rows', () => {
  expect(batchList.safeParse([['a.json'], ['b.json', 'more']]).success).toBe(true);
  for (const other of [[], {}, [1], [{ points: [] }]]) {
    expect(batchList.safeParse(other).success).toBe(false);
  }
});
