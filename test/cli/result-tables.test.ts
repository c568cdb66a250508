import { describe, expect, test } from 'vitest';
import {
  conversionLines,
  engineCell,
  formatScore,
  megabytes,
  rdTable,
  significant,
  timingTable,
} from '#src/cli/result-tables.js';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { rdMeans } from '#src/leaderboard/rd-groups.js';
import { timingGroups } from '#src/leaderboard/timing-groups.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { metricOf } from '../support/facts.ts';
import { failedRdOf, rdOf, timingOf } from '../support/records.ts';

const psnr = { ...metricOf('psnr'), decimals: 2 };
const command = { name: 'tool', version: '3', runtime: 'cli' } as const;

test('numbers are short: three digits without an exponent, whole megabytes', () => {
  const given = [0.012345, 1.5, 99.94, 123.4, 123456];
  expect(given.map(significant)).toEqual(['0.0123', '1.5', '99.9', '123', '123456']);
  expect([megabytes(1_499_999), megabytes(1_500_001)]).toEqual(['1', '2']);
});

test('a score has one decimal more than on the page; what is infinite is exact or not', () => {
  expect(formatScore({ decimals: 2 }, 40)).toBe('40.000');
  expect(formatScore({ decimals: 2 }, null)).toBe('infinite');
  expect(formatScore({ decimals: 2 }, null, true)).toBe('exact');
});

test('a command line is marked as an engine; conversions are counted', () => {
  expect(engineCell(command)).toBe('tool 3 [cli]');
  expect(engineCell({ ...command, runtime: 'wasm' })).toBe('tool 3 [wasm]');
  expect(engineCell({ ...command, runtime: 'native' })).toBe('tool 3');
  const conversion = { codec: 'jpeg', conversion: 'rgba8 -> rgb8', images: 2, of: 5 };
  expect(conversionLines([conversion])).toEqual([
    'jpeg: 2 of 5 images converted rgba8 -> rgb8 before encoding',
  ]);
});

describe('rdTable', () => {
  const tableOf = (records: readonly RdRecord[]) => rdTable(rdMeans(records)[0]!, [psnr]);

  test('a row per codec with its settings, and what is not of all images is counted', () => {
    const text = tableOf([
      rdOf({ spec: 'jpeg', image: 'a', bpp: 1, metrics: { psnr: 30 } }),
      rdOf({ spec: 'jpeg', image: 'b', bpp: 2, metrics: { psnr: null } }),
      rdOf({ spec: 'qoi', image: 'a', exact: true, metrics: { psnr: null } }),
      failedRdOf({ spec: 'qoi', image: 'b' }),
    ]);
    expect(text.split('\n')[0]).toBe('set: means over images; (n/N): mean over n of N images');
    expect(text).toContain('\n1 failed jobs are in no mean\n');
    expect(text).toMatch(/^jpeg +libjpeg 1\.0 +2 .* +30\.000 \(1\/2\)$/m);
    expect(text).toMatch(/^qoi +libqoi 1\.0 +1\/2 .* +exact$/m);
    expect(text).not.toContain('saving');
  });

  test('infinite without being exact is not called so, and lost alpha is named in the row', () => {
    const lost = { exact: false, alpha: 'lost', metrics: { psnr: null } } as const;
    const text = tableOf([
      rdOf({ spec: 'jpegls', image: 'a', ...lost }),
      rdOf({ spec: 'jpegls', image: 'b', exact: true, metrics: { psnr: null } }),
      rdOf({ spec: 'png', image: 'a', exact: true, alpha: 'kept', metrics: { psnr: null } }),
      rdOf({ spec: 'webp', image: 'a', alpha: 'differs', metrics: { psnr: 30 } }),
    ]);
    expect(text).toMatch(/^codec .* psnr +alpha$/m);
    expect(text).toMatch(/^jpegls .* infinite +alpha lost \(1\/2\)$/m);
    expect(text).toMatch(/^png .* exact$/m);
    expect(text).toMatch(/^webp .* 30\.000 +alpha differs$/m);
  });

  test('images of damaged files are counted, once for all rows', () => {
    const text = tableOf([
      rdOf({ spec: 'jpeg', image: 'a', damage: 'no end' }),
      rdOf({ spec: 'webp', image: 'a', damage: 'no end' }),
      rdOf({ spec: 'webp', image: 'b' }),
    ]);
    expect(text).toContain('1 of 2 images is of a damaged file, of which what could be decoded');
    expect(tableOf([rdOf({ spec: 'jpeg', image: 'a' })])).not.toContain('damaged');
  });

  test('a pooled rate is told only where images differ in size', () => {
    const one = rdOf({ spec: 'jpeg', image: 'a' });
    const same = [one, rdOf({ spec: 'jpeg', image: 'b' })];
    expect(tableOf(same)).not.toContain('pooled');
    const small = rdOf({ spec: 'jpeg', image: 'b', width: 10, height: 10, bytes: 100, bpp: 8 });
    const text = tableOf([one, small]);
    expect(text).toContain('pooled bpp: all bits over all pixels');
    // 8 * 2600 bits over 5100 pixels, and the mean of 4 and 8.
    expect(text).toMatch(/^jpeg +libjpeg 1\.0 +2 +4\.0784 +6\.0000 /m);
  });
});

describe('timingTable', () => {
  const tableOf = (records: readonly TimingRecord[]) =>
    timingTable(timingGroups(records, defaultBootstrap)[0]!);

  test('megapixels a second, the interval and the memory', () => {
    // Half a megapixel in 0.1 s and in 0.05 s.
    const text = tableOf([
      timingOf({ spec: 'jpeg', image: 'a', encode: [0.1, 0.1, 0.1], decode: [0.05, 0.05, 0.05] }),
    ]);
    expect(text).toMatch(/^set on bench, whole images, 1 thread; ±: half of the 95 % interval/);
    expect(text).toMatch(/^jpeg +1 +5 +0\.0 +10 +0\.0 +1\.00 +- +-$/m);
    expect(text).not.toContain('command line');
  });

  test('half of the interval is in percent of the speed', () => {
    const records = [timingOf({ spec: 'jpeg', image: 'a', encode: [0.1, 0.1, 0.1] })];
    const [group] = timingGroups(records, defaultBootstrap);
    const [row] = group!.rows;
    const encode = { ...row!.encode!, megapixelsPerSecond: 5, interval: { low: 4.8, high: 5.6 } };
    const text = timingTable({ ...group!, rows: [{ ...row!, encode, decode: null }] });
    expect(text).toMatch(/^jpeg +1 +5 +8\.0 +- +- /m);
  });

  test('command lines stand in a table of their own', () => {
    const text = tableOf([
      timingOf({ spec: 'jpeg', image: 'a', encode: [0.1, 0.1] }),
      timingOf({ spec: 'tool', image: 'a', encode: [0.2, 0.2], engine: command }),
    ]);
    const [inProcess, commands] = text.split('\ncommand lines, start of the process');
    expect(inProcess).toMatch(/^jpeg +1 +5 /m);
    expect(inProcess).not.toMatch(/^tool /m);
    expect(commands).toMatch(/^tool +1 +2\.5 /m);
    expect(commands).not.toMatch(/^jpeg /m);
  });

  test('warnings of one kind are one line, with the count and the first names', () => {
    const text = tableOf(
      ['avif', 'jpeg', 'jxl', 'png', 'qoi', 'webp'].map((spec) =>
        timingOf({ spec, image: 'a', encode: [0.1] }),
      ),
    );
    expect(text.match(/^warning: .*/gm)).toEqual(
      ['encode', 'decode'].map(
        (direction) =>
          `warning: ${direction}: no interval from a single pass at 6 of 6 settings: avif, jpeg, jxl, and 3 more`,
      ),
    );
  });

  test('times of other images than the rates are labelled', () => {
    const [group] = timingGroups(
      [timingOf({ spec: 'jpeg', image: 'a', encode: [0.1, 0.1] })],
      defaultBootstrap,
    );
    expect(timingTable(group!, 24)).toMatch(
      /^set on bench, whole images, 1 thread, 1 of 24 images;/,
    );
  });

  test('wide intervals are one warning for all rows', () => {
    const text = tableOf([
      timingOf({ spec: 'jpeg', image: 'a', encode: [0.1, 0.3, 0.2, 0.5, 0.1] }),
      timingOf({ spec: 'webp', image: 'a', encode: [0.1, 0.4, 0.2, 0.6, 0.1] }),
    ]);
    expect(text.match(/warning: intervals wider than 10 %.*/g)).toEqual([
      'warning: intervals wider than 10 % at 2 of 2 rows; a quieter machine or more --passes narrow them',
    ]);
  });
});
