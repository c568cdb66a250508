import { describe, expect, test } from 'vitest';
import {
  anchorWarning,
  frontTables,
  matrixTable,
  standingTable,
} from '#src/cli/standing-tables.js';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { rdGroups } from '#src/leaderboard/rd-groups.js';
import { emptyGroup } from '#src/leaderboard/references.js';
import type { FrontMark } from '#src/leaderboard/schema.js';
import type { RdRecord } from '#src/results/record.js';
import { facts, metricOf } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

/** A curve of five points on two images, at a share of the usual rate. */
function records(codec: string, factor: number, changes: Partial<RdRecord> = {}): RdRecord[] {
  return ['a', 'b'].flatMap((image, nth) =>
    [20, 40, 60, 80, 95].map((quality, i) =>
      rdOf({
        spec: `${codec}:quality=${quality}`,
        image,
        settings: { quality },
        knob: 'quality',
        bpp: 0.25 * 1.9 ** i * factor * (1 + nth),
        metrics: { psnr: 28 + 3 * i + nth },
        ...changes,
      }),
    ),
  );
}

const groupOf = (...all: RdRecord[][]) =>
  rdGroups(all.flat(), { anchor: 'jpeg', facts, bootstrap: defaultBootstrap })[0]!;
const both = groupOf(records('jpeg', 1), records('webp', 0.8));

describe('standingTable', () => {
  test('a row per curve against the anchor: mean over images, and of mean curves', () => {
    const text = standingTable(both, 'jpeg');
    expect(text).toMatch(/^set: BD-rate in % against jpeg: mean over images \[its 95 % interval\]/);
    expect(text).toMatch(/^webp +libwebp 1\.0 +-20\.0 \[-20\.0, -20\.0\] \/ -20\.00$/m);
    expect(text).not.toContain('in common');
  });

  test('what there is instead where nothing can be compared', () => {
    expect(standingTable(emptyGroup('set'), 'jpeg')).toBe('set: no curve, as no job went well');
    const without = groupOf(records('webp', 1));
    expect(standingTable({ ...without, anchorCurve: null, crop: '8x8' }, 'jpg')).toBe(
      "set, centre crop 8x8: no curve 'jpg' to compare with; --anchor names another",
    );
  });

  test('curves with little quality in common are marked, incomplete ones named', () => {
    const high = records('avif', 0.5).map((record) => ({
      ...record,
      metrics: { psnr: record.metrics['psnr']! + 7 },
    }));
    const group = groupOf(records('jpeg', 1), high);
    const curves = group.curves.map((curve) => ({ ...curve, complete: curve.codec === 'jpeg' }));
    const text = standingTable({ ...group, curves }, 'jpeg');
    expect(text).toContain(
      '\n* the curves have less than 75 % of their range of quality in common',
    );
    expect(text).toMatch(/^avif \(incomplete\) .*\*$/m);
    expect(text).toMatch(/^jpeg {2}.*0\.00$/m);
  });
});

describe('anchorWarning', () => {
  test('an anchor of one point, and a lossless one, is no curve', () => {
    expect(anchorWarning(both)).toBeNull();
    const single = records('jpeg', 1).filter(({ settings }) => settings['quality'] === 20);
    expect(anchorWarning(groupOf(single, records('webp', 1)))).toBe(
      'set: nothing is compared with the anchor jpeg, as it has one point, which is no curve; --anchor names another',
    );
    const lossless = records('jpeg', 1, { metrics: { psnr: null } });
    expect(anchorWarning(groupOf(lossless, records('webp', 1)))).toContain('as it is lossless,');
  });

  test('an anchor alone is no reason to warn', () => {
    expect(anchorWarning(groupOf(records('jpeg', 1)))).toBeNull();
    expect(anchorWarning(emptyGroup('set'))).toBeNull();
  });
});

describe('matrixTable', () => {
  test('every curve against that of the column', () => {
    const text = matrixTable(both, metricOf('psnr'));
    expect(text).toMatch(/^set: BD-rate in % by psnr of each curve against that of the column/);
    expect(text).toMatch(/^1 +jpeg +0\.0 +25\.0$/m);
    expect(text).toMatch(/^2 +webp +-20\.0 +0\.0$/m);
  });

  test('one curve has none to compare with', () => {
    expect(matrixTable(groupOf(records('jpeg', 1)), metricOf('psnr'))).toBe(
      'set: no two complete curves to compare by psnr',
    );
  });
});

describe('frontTables', () => {
  const mark: FrontMark = {
    testbed: 'bench',
    crop: null,
    threads: 2,
    metric: 'psnr',
    at: 35,
    bpp: 0.5,
    encodeMegapixelsPerSecond: 12.345,
    decodeMegapixelsPerSecond: null,
    peakBytes: 64e6,
    all: true,
    rateEncode: false,
    rateDecode: null,
  };

  test('a table for each quality that has a timed curve', () => {
    const later = { ...mark, at: 40, bpp: null };
    const curves = both.curves.map((curve) => ({ ...curve, fronts: [mark, later] }));
    const [text, ...others] = frontTables({ ...both, curves });
    expect(others).toEqual([]);
    expect(text).toMatch(/^set at psnr 35, timed on bench, whole images, 2 threads\n/);
    expect(text).toMatch(/^webp +0\.5000 +12\.3 +- +64 +yes +-$/m);
  });

  test('none where nothing was timed', () => {
    expect(frontTables(both)).toEqual([]);
    expect(frontTables(emptyGroup('set'))).toEqual([]);
  });
});
