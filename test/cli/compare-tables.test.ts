import { describe, expect, test } from 'vitest';
import { compareText } from '#src/cli/compare-tables.js';
import { type CompareReport, compareSides } from '#src/compare/compare.js';
import type { RdRecord } from '#src/results/record.js';
import { facts } from '../support/facts.ts';
import { failedRdOf, rdOf } from '../support/records.ts';

const compareRd = (a: readonly RdRecord[], b: readonly RdRecord[]): CompareReport => {
  const side = (name: string, rd: readonly RdRecord[]) => {
    return { name, rd, timing: [], facts, describe: () => null };
  };
  return compareSides(side('old', a), side('new', b));
};

const images = Array.from({ length: 12 }, (_, i) => `i${i}`);
const records = (factor: number, { version = '1.0', lift = 0 } = {}): RdRecord[] =>
  images.map((image, i) => {
    const bytes = Math.round(factor * (1000 + 100 * i));
    const record = rdOf({
      spec: 'webp:quality=50',
      image,
      settings: { quality: 50 },
      bytes,
      bitstreamSha256: String(bytes).padStart(64, '0'),
      metrics: { psnr: 30 + lift },
    });
    return { ...record, engine: { ...record.engine, version } };
  });

describe('compareText', () => {
  test('the same on both sides', () => {
    const text = compareText(compareRd(records(1), records(1)));
    expect(text.split('\n').slice(0, 2)).toEqual([
      'A  old: 12 records of rate and distortion, 0 of time',
      'B  new: 12 records of rate and distortion, 0 of time',
    ]);
    expect(text).toContain('set: 12 pairs of one image at one setting, 12 with the same bytes');
    expect(text).toContain('no change at 1 of 1 settings: same bytes, same metrics');
    expect(text).toMatch(/\n\nnothing became worse for sure$/);
    expect(text).not.toContain('Holm');
  });

  test('larger files of a new version: the engines, the ratio, its mark, the verdict', () => {
    const text = compareText(compareRd(records(1), records(1.1, { version: '2.0', lift: -0.5 })));
    expect(text).toContain('\nwebp: libwebp 1.0 -> libwebp 2.0\n');
    expect(text).toMatch(/^setting +images +same +size B\/A +psnr B-A$/m);
    expect(text).toMatch(/^webp:quality=50 +12 +0 +1\.1000 \* +-0\.500 \*$/m);
    expect(text).toContain('*: significant; the chance of any false one among all 2 tests');
    expect(text).toMatch(/\n\nworse in B:\n- webp:quality=50 on set: size \+10\.00 % bytes/);
    expect(text).not.toContain('no change at');
  });

  test('few images are told to be too few', () => {
    const report = compareRd(records(1).slice(0, 3), records(1.1).slice(0, 3));
    const changes = report.changes.map((change) => ({ ...change, p: 0.25 }));
    const textOf = (fewestImages: number) =>
      compareText({ ...report, changes, significance: { level: 0.05, tests: 2, fewestImages } });
    expect(textOf(9)).toContain(
      '3 images are too few for any significance among so many tests: 9 are needed, or fewer',
    );
    expect(textOf(3)).not.toContain('too few');
  });

  test('what is on one side only, and what failed', () => {
    const other = rdOf({ spec: 'jpeg:quality=5', image: 'x', settings: { quality: 5 } });
    const failed = failedRdOf({
      spec: 'webp:quality=50',
      image: 'i0',
      settings: { quality: 50 },
    });
    const text = compareText(compareRd([...records(1), other], [failed, ...records(1).slice(1)]));
    expect(text).toContain('only in A: 1 of jpeg:quality=5');
    expect(text).toContain('failed in B, not in A: 1');
    expect(text).not.toContain('failed in both');
    expect(text).not.toContain('only in B');
  });

  test('sides without anything in common are no good news', () => {
    const other = rdOf({ spec: 'jpeg:quality=5', image: 'x', settings: { quality: 5 } });
    expect(compareText(compareRd(records(1), [other]))).toMatch(
      /\n\nnothing was compared: no codec with its settings has a picture on both sides$/,
    );
  });

  test('a time is a ratio with its interval, beside what the machine varies by', () => {
    const report = compareRd(records(1), records(1));
    const { dataset, crop, codec, spec } = report.subjects[0]!;
    const subject = { dataset, crop, codec, spec };
    const time = (kind: 'encode' | 'decode', value: number, verdict: 'better' | 'not tested') => ({
      ...{ kind, subject, metric: null, testbed: 'bench', images: 12, value, verdict },
      ...{ low: value - 0.01, high: value + 0.01, p: 0.01, adjusted: 0.02, reason: null },
      better: 'lower' as const,
    });
    const text = compareText({
      ...report,
      changes: [time('encode', 0.9, 'better'), time('decode', 1, 'not tested')],
      noise: [{ testbed: 'bench', margin: Math.log(1.03), calibration: 1.25 }],
    });
    expect(text).toContain(
      'times on bench; a change within 3.0 % is put down to the machine; calibration kernel B/A: 1.250',
    );
    expect(text).toMatch(
      /^webp:quality=50 +set +12 +0\.9000 \[0\.8900, 0\.9100\] \* +1\.0000 \[0\.9900, 1\.0100\]$/m,
    );
  });
});
