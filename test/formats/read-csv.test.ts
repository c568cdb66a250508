import { describe, expect, test } from 'vitest';
import { csvCurves as curvesOf } from '#src/formats/read-csv.js';
import { metrics } from '#src/metrics/registry.js';

const csvCurves = (text: string, columns: ReadonlyMap<string, string> = new Map()) =>
  curvesOf(text, { columns, metrics: metrics.names });

describe('a table of points', () => {
  test('each row is a point; columns by their names, whatever their case', () => {
    const { curves, leftOut } = csvCurves(
      'Codec,BPP,PSNR,encode_ms,note\nx265,1,35,20,hello\nx265,0.5,32,10,\nVTM,0.4,33,,\n',
    );
    expect(leftOut).toEqual([]);
    expect(curves).toMatchObject([
      {
        ...{ name: 'x265', source: null, format: 'table', leftOut: [{ field: 'note' }] },
        points: [
          { bpp: 0.5, metrics: { psnr: 32 }, encodeSeconds: 0.01 },
          { bpp: 1, metrics: { psnr: 35 }, encodeSeconds: 0.02 },
        ],
      },
      { name: 'VTM', points: [{ bpp: 0.4, metrics: { psnr: 33 } }] },
    ]);
  });

  test.each([
    ['semicolons', 'bpp;psnr\r\n1;30\r\n'],
    ['tabs, and a mark of the order of bytes', '\uFEFFbpp\tpsnr\n1\t30'],
    ['quotes', '"bpp","psnr"\n"1","30"\n'],
    ['empty lines', 'bpp,psnr\n\n1,30\n\n'],
    ['old line ends', 'bpp,psnr\r1,30\r'],
  ])('with %s', (_, text) => {
    const { curves } = csvCurves(text);
    expect(curves[0]!.points).toEqual([{ bpp: 1, metrics: { psnr: 30 } }]);
  });

  test('a rate out of bytes and pixels', () => {
    const { curves } = csvCurves('bytes,width,height,psnr\n100,40,20,30\n');
    expect(curves[0]!.points[0]!.bpp).toBe(1);
  });

  test('values that are not there are null', () => {
    const { curves } = csvCurves('bpp,psnr,ssim\n1,30,NaN\n2,inf,\n');
    expect(curves[0]!.points).toEqual([
      { bpp: 1, metrics: { psnr: 30, ssim: null } },
      { bpp: 2, metrics: { psnr: null, ssim: null } },
    ]);
  });
});

test('columns are mapped where their names say nothing', () => {
  const mapping = new Map([
    ['bpp', 'rate'],
    ['psnr', 'PSNR (dB)'],
    ['vmaf', 'VMAF'],
  ]);
  const { curves } = csvCurves('rate,PSNR (dB),VMAF,psnr\n1,30,90,7\n', mapping);
  expect(curves[0]!.points).toEqual([{ bpp: 1, metrics: { psnr: 30, vmaf: 90 } }]);
  expect(curves[0]!.leftOut.map(({ field }) => field)).toEqual(['psnr']);
});

test('pictures become means, names that look like formulas come back', () => {
  const { curves } = csvCurves("curve,setting,image,bpp,psnr\n'=x,1,a,1,30\n'=x,1,b,3,34\n");
  expect(curves).toMatchObject([{ name: '=x', points: [{ bpp: 2, metrics: { psnr: 32 } }] }]);
});

test('rows that are wrong are told with their lines, the others are taken', () => {
  const { curves, leftOut } = csvCurves(
    [
      'bpp,psnr,width,encode s,crop',
      ...['1,30,5,,', '2,31', '0,31,5,,', '"0,5",31,5,,', '3,none of it,5,-1,', ',30,5,,'],
      ...['4,33,5,,512x512', '5,35,5,,', '6,"3"x,5,,', '7,37,5,,'],
    ].join('\n'),
  );
  expect(leftOut).toEqual([
    'line 3: it has 2 cells; the header has 5',
    "line 4: bpp: expected a number above 0, with a point, got '0'",
    "line 5: bpp: expected a number above 0, with a point, got '0,5'",
    "line 6: psnr: expected a number, with a point, got 'none of it'; encodeSeconds: expected a number from 0, with a point, got '-1'",
    'line 7: bpp: it is empty',
    'line 8: it is of a centre crop; curves are of whole pictures',
    `line 10: psnr: expected a number, with a point, got '"3"x'`,
  ]);
  expect(curves[0]!.points.map(({ bpp }) => bpp)).toEqual([1, 5, 7]);
});

test('a header that lacks what is needed is told with what it has', () => {
  expect(() => csvCurves('')).toThrow('a header is expected');
  expect(() => csvCurves('bpp,psnr\n1,"30\n')).toThrow('a quote is opened that is never closed');
  expect(() => csvCurves('rate,psnr\n1,30\n')).toThrow(
    /^a column bpp .*the header has rate, psnr; map one \(columns: bpp=…\)/,
  );
  expect(() => csvCurves('bpp,quality\n1,30\n')).toThrow('a column of a metric');
  expect(() => csvCurves('bpp,psnr,image\n1,30,a\n')).toThrow('a column setting');
});
