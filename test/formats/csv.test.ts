import { describe, expect, test } from 'vitest';
import { csv, csvRows } from '#src/formats/csv.js';
import { estimateColumns } from '#src/formats/estimate-columns.js';
import { rdColumns } from '#src/formats/rd-columns.js';
import { timingColumns } from '#src/formats/timing-columns.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { estimateOf, failedRdOf, rdOf, timingOf } from '../support/records.ts';

const rdTable = (records: readonly RdRecord[]) => [...csv(records, rdColumns(records))];
const timingTable = (records: readonly TimingRecord[]) => [...csv(records, timingColumns(records))];

/** Rows of a CSV as objects by column name. */
function parse(text: string): Record<string, string>[] {
  const cells: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    cells.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') cells.push([]);
  }
  const [header = [], ...rows] = cells.slice(0, -1);
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, i) => [name, row[i]!]));
  });
}

describe('a table of rates and distortions', () => {
  const rows = parse(
    [
      ...rdTable([
        rdOf({
          spec: 'webp:quality=75',
          image: 'a',
          settings: { quality: 75, lossless: false },
          knob: 'quality',
          metrics: { psnr: -1.5, ssim: null },
        }),
        rdOf({ spec: 'png', image: '=HYPERLINK("x","y")', exact: true, metrics: { psnr: null } }),
        failedRdOf({ spec: 'png', image: '-2+3', error: { stage: 'load', message: '@sum, "no"' } }),
      ]),
    ].join(''),
  );

  test('has a row for each record, and columns for each metric', () => {
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      schema: '1',
      kind: 'rd',
      spec: 'webp:quality=75',
      settings: '{"quality":75,"lossless":false}',
      knob: 'quality',
      knobValue: '75',
      'engine.name': 'libwebp',
      bytes: '2500',
      bpp: '4',
      exact: 'false',
      'metrics.psnr': '-1.5',
      'metrics.ssim': '',
      'metricVersions.ssim': '1',
      'metricErrors.ssim': '',
      'error.stage': '',
      at: '2026-01-01T00:00:00Z',
    });
  });

  test('tells an infinite value from one that was not computed', () => {
    expect(rows[1]).toMatchObject({
      exact: 'true',
      'metrics.psnr': '',
      'metricVersions.psnr': '1',
    });
    expect(rows[1]).toMatchObject({ 'metrics.ssim': '', 'metricVersions.ssim': '', knobValue: '' });
  });

  test('no text is a formula to a spreadsheet', () => {
    expect(rows.map(({ image }) => image)).toEqual(['a', `'=HYPERLINK("x","y")`, "'-2+3"]);
    expect(rows[2]).toMatchObject({
      bytes: '',
      bpp: '',
      'error.stage': 'load',
      'error.message': `'@sum, "no"`,
    });
  });

  test('many records come in pieces with one header', () => {
    const records = Array.from({ length: 2001 }, (_, i) => rdOf({ spec: 'raw', image: `i${i}` }));
    const pieces = rdTable(records);
    expect(pieces).toHaveLength(4);
    expect(parse(pieces.join('')).map(({ image }) => image)).toEqual(
      records.map(({ image }) => image),
    );
  });

  test('without records there is a header', () => {
    expect(rdTable([]).join('')).toMatch(/^schema,kind,key,[^\n]*,at\n$/);
  });
});

test('a table of times keeps all samples, and has what is made of them', () => {
  const rows = parse(
    [
      ...timingTable([
        timingOf({
          spec: 'webp',
          image: 'a',
          encode: [0.5, 0.25],
          decode: [1],
          peakBytes: { encode: 30, decode: 20, idle: 10, image: 'large' },
        }),
        timingOf({ spec: 'webp', image: 'b', encode: [2] }),
      ]),
    ].join(''),
  );
  expect(rows[0]).toMatchObject({
    kind: 'timing',
    testbed: 'bench',
    threads: '1',
    'encode.total': '[0.5,0.25]',
    'encode.medianSeconds': '0.375',
    'encode.lowSeconds': '0.25',
    'encode.highSeconds': '0.5',
    'encode.intervalLevel': '0.5',
    'decode.medianSeconds': '1',
    'decode.lowSeconds': '',
    'encode.stages.encode': '[0.5,0.25]',
    'decode.total': '[1]',
    'peakBytes.encode': '30',
    'peakBytes.idle': '10',
    'peakBytes.image': 'large',
    setupSeconds: '',
  });
  expect(rows[1]).toMatchObject({ 'encode.total': '[2]', 'peakBytes.encode': '' });
});

test('a table of estimates has the interval and the record of the actual size', () => {
  const record = estimateOf();
  const failed = estimateOf({
    ...{ spec: 'webp', image: 'b', predictedBytes: null, interval: null, took: null },
    error: { stage: 'estimate', message: 'no' },
  });
  const rows = parse([...csv([record, failed], estimateColumns())].join(''));
  expect(rows[0]).toMatchObject({
    ...{ kind: 'estimate', estimator: 'tiles', rdKey: record.rdKey, predictedBytes: '2600' },
    ...{ 'interval.low': '2000', 'interval.high': '3000', 'interval.level': '0.8' },
    ...{ 'took.cpuSeconds': '0.2', 'whole.seconds': '1', 'calibration.date': '2026-01-01' },
  });
  expect(rows[1]).toMatchObject({
    ...{ predictedBytes: '', 'interval.low': '', 'took.seconds': '', 'error.stage': 'estimate' },
  });
});

test('csvRows prints cells as records are printed', () => {
  expect(
    csvRows([
      ['a', 'b'],
      [null, '=1'],
      [1.5, false],
    ]),
  ).toBe("a,b\n,'=1\n1.5,false\n");
});
