import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CompareOptions, compareSides, isVoid } from '#src/compare/compare.js';
import type { Side } from '#src/compare/sides.js';
import { captureTestbed } from '#src/results/capture-testbed.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { readRdRecords, recordFiles } from '#src/results/store.js';
import type { Testbed } from '#src/results/testbed.js';
import { facts } from '../support/facts.ts';
import { failedRdOf, rdOf, timingOf } from '../support/records.ts';

function side(
  name: string,
  rd: readonly RdRecord[],
  timing: readonly TimingRecord[] = [],
  testbed: Testbed | null = null,
): Side {
  return { name, rd, timing, facts, describe: () => testbed };
}

const images = Array.from({ length: 12 }, (_, i) => `i${String(i).padStart(2, '0')}`);

/** A record of webp whose bytes and PSNR hang on quality and image. */
function webp(
  quality: number,
  image: string,
  { factor = 1, lift = 0, effort = 4 }: { factor?: number; lift?: number; effort?: number } = {},
): RdRecord {
  const bytes = Math.round(factor * quality * 1000 * (1 + Number(image.slice(1)) / 10));
  return rdOf({
    spec: effort === 4 ? `webp:quality=${quality}` : `webp:effort=${effort},quality=${quality}`,
    image,
    settings: { effort, quality },
    knob: 'quality',
    bytes,
    bpp: bytes / 5000,
    bitstreamSha256: String(bytes).padStart(64, '0'),
    metrics: { psnr: 20 + quality / 5 + lift },
  });
}

const qualities = [20, 40, 60, 80];
const all = (change?: Parameters<typeof webp>[2]): RdRecord[] =>
  qualities.flatMap((quality) => images.map((image) => webp(quality, image, change)));

const compareRd = (a: readonly RdRecord[], b: readonly RdRecord[], options?: CompareOptions) =>
  compareSides(side('A', a), side('B', b), options);

describe('sizes, metrics, curves', () => {
  test('the same records have no change to tell', () => {
    const report = compareRd(all(), all());
    expect(report.subjects).toHaveLength(4);
    for (const { pairs, identical, unchanged } of report.subjects) {
      expect([pairs, identical, unchanged]).toEqual([12, 12, 12]);
    }
    expect(report.significance.tests).toBe(0);
    expect(new Set(report.changes.map(({ verdict }) => verdict))).toEqual(new Set(['not tested']));
    expect(report.meanCurves).toEqual([]);
    expect(report.regressions).toEqual([]);
  });

  test('files 10 % smaller at the same quality are better, by size and by BD-rate', () => {
    const report = compareRd(all(), all({ factor: 0.9 }));
    const size = report.changes.find(({ kind }) => kind === 'size')!;
    expect(size.value).toBeCloseTo(0.9, 3);
    expect(size.low).toBeLessThanOrEqual(size.value!);
    expect(size.high).toBeGreaterThanOrEqual(size.value!);
    expect(size).toMatchObject({ images: 12, verdict: 'better' });
    expect(size.p).toBe(2 / 4096);
    // Four sizes and one curve are tests; PSNR, which is the same, is none.
    expect(report.significance).toEqual({ level: 0.05, tests: 5, fewestImages: 8 });
    expect(size.adjusted).toBeCloseTo(10 / 4096, 12);
    const curve = report.changes.find(({ kind }) => kind === 'bd-rate')!;
    expect(curve).toMatchObject({ metric: 'psnr', verdict: 'better', images: 12 });
    expect(curve.value).toBeCloseTo(-10, 1);
    expect(report.meanCurves[0]?.percent).toBeCloseTo(-10, 1);
    expect(report.regressions).toEqual([]);
  });

  test('what became worse is told as a regression', () => {
    const report = compareRd(all(), all({ factor: 1.1, lift: -1 }));
    expect(report.regressions).toHaveLength(9);
    expect(report.regressions).toContain('webp:quality=20 on set: psnr -1');
    expect(report.regressions).toContainEqual(
      expect.stringMatching(/^webp:quality=20 on set: size \+10\.\d\d % bytes$/),
    );
    expect(report.regressions).toContainEqual(
      expect.stringMatching(/^webp on set: bd-rate by psnr \+\d+\.\d\d %$/),
    );
  });

  test('larger files of better pictures are a trade, which the BD-rate judges', () => {
    const dearer = compareRd(all(), all({ factor: 1.1, lift: 0.1 }));
    expect(dearer.changes.filter(({ verdict }) => verdict === 'worse').length).toBeGreaterThan(4);
    expect(dearer.regressions).toEqual([expect.stringMatching(/^webp on set: bd-rate by psnr/)]);
    expect(compareRd(all(), all({ factor: 1.1, lift: 4 })).regressions).toEqual([]);
  });

  test('images of no direction are not significant, and five are too few', () => {
    const b = images.map((image, i) => webp(20, image, { factor: i % 2 === 0 ? 1.01 : 0.99 }));
    const a = images.map((image) => webp(20, image));
    expect(compareRd(a, b).changes[0]).toMatchObject({ verdict: 'not significant' });
    const few = compareRd(a.slice(0, 5), all({ factor: 2 }));
    expect(few.changes.find(({ kind }) => kind === 'size')).toMatchObject({
      value: expect.closeTo(2, 3),
      p: null,
      reason: '5 images that differ are too few for any significance',
      verdict: 'not tested',
    });
    expect(few.regressions).toEqual([]);
  });

  test('what is on one side only is told, and of two records of one job the last written counts', () => {
    const late = { ...webp(20, 'i00', { factor: 3 }), at: '2026-02-01T00:00:00Z' };
    const a = [late, webp(20, 'i00'), webp(20, 'i01'), webp(40, 'i00')];
    const b = [webp(20, 'i00'), webp(60, 'i00')];
    const report = compareRd(a, b);
    expect(report.subjects).toMatchObject([
      { spec: 'webp:quality=20', pairs: 1, onlyA: 1, onlyB: 0 },
      { spec: 'webp:quality=40', pairs: 0, onlyA: 1, onlyB: 0 },
      { spec: 'webp:quality=60', pairs: 0, onlyA: 0, onlyB: 1 },
    ]);
    expect(report.changes[0]?.value).toBeCloseTo(1 / 3, 4);
  });

  test('settings that are ignored may differ', () => {
    const other = all({ factor: 0.8, effort: 6 });
    const apart = compareRd(all(), other);
    expect(apart.changes).toEqual([]);
    expect(apart.differing).toEqual([{ codec: 'webp', settings: ['effort'] }]);
    const report = compareRd(all(), other, { ignore: ['effort'] });
    expect(report.differing).toEqual([]);
    expect(report.subjects).toHaveLength(4);
    expect(report.subjects[0]).toMatchObject({ spec: 'webp:quality=20', pairs: 12 });
    expect(report.changes.find(({ kind }) => kind === 'bd-rate')?.value).toBeCloseTo(-20, 1);
  });

  test('the shipped records against every second setting of themselves: nothing changed', () => {
    const results = fileURLToPath(new URL('../../results/baseline', import.meta.url));
    const shipped = recordFiles(results, 'rd').flatMap((file) => readRdRecords(file, () => {}));
    const settings = new Map<string, Set<string>>();
    for (const { codec, spec, knob, settings: all } of shipped) {
      if (knob === null) continue;
      const curve = JSON.stringify([codec, { ...all, [knob]: null }]);
      settings.set(curve, (settings.get(curve) ?? new Set()).add(spec));
    }
    const kept = new Set(
      [...settings.values()].flatMap((each) => [...each].filter((_, i) => i % 2)),
    );
    const half = shipped.filter(({ spec }) => kept.has(spec));
    const curves = [...settings.values()].filter(({ size }) => size >= 8);
    expect(curves.length).toBeGreaterThan(2);
    for (const sides of [
      [shipped, half],
      [half, shipped],
    ] as const) {
      const report = compareRd(...sides, { metrics: ['psnr', 'ssimulacra2'] });
      expect(report.subjects.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(half.length);
      expect(report.changes.filter(({ kind }) => kind === 'bd-rate')).toEqual([]);
      expect(report.significance.tests).toBe(0);
      expect(report.differing).toEqual([]);
    }
  });

  test('points that a curve of both sides lacks name no setting to ignore', () => {
    const slow = all({ effort: 6 });
    const part = (records: RdRecord[], low: boolean) =>
      records.filter(({ settings }) => (settings['quality'] as number) < 50 === low);
    const fuller = [...all(), ...part(slow, true)];
    const other = [...part(all(), true), ...slow];
    const report = compareRd(
      fuller.filter(({ settings }) => settings['quality'] !== 40 || settings['effort'] === 4),
      other.filter(({ settings }) => settings['quality'] !== 40 || settings['effort'] === 6),
    );
    expect(report.subjects.some(({ onlyA }) => onlyA > 0)).toBe(true);
    expect(report.subjects.some(({ onlyB }) => onlyB > 0)).toBe(true);
    expect(report.differing).toEqual([]);
  });

  test('curves need no points at the same settings', () => {
    const shifted = [25, 45, 55, 75].flatMap((quality) =>
      images.map((image) => webp(quality, image, { factor: 0.9 })),
    );
    const report = compareRd(all(), shifted);
    expect(report.subjects.every(({ pairs }) => pairs === 0)).toBe(true);
    expect(report.changes.map(({ kind }) => kind)).toEqual(['bd-rate']);
    expect(report.changes[0]?.value).toBeCloseTo(-10, 0);
    expect(report.changes[0]).toMatchObject({ verdict: 'not tested', p: null });
    expect(report.meanCurves.map(({ gridsDiffer }) => gridsDiffer)).toEqual([true]);
  });

  test('curves go through the settings that both sides have, where these are enough', () => {
    const between = images.flatMap((image) => [30, 50, 70].map((quality) => webp(quality, image)));
    expect(compareRd([...all(), ...between], all()).meanCurves).toEqual([]);
    const report = compareRd([...all(), ...between], all({ factor: 0.9 }));
    const curve = report.changes.find(({ kind }) => kind === 'bd-rate');
    expect(curve?.value).toBeCloseTo(-10, 2);
    expect(report.meanCurves.map(({ gridsDiffer }) => gridsDiffer)).toEqual([false]);
    const three = compareRd(
      [...all(), ...between],
      [...all().filter(({ settings }) => settings['quality'] !== 40), webp(55, 'i00')],
    );
    expect(three.meanCurves.map(({ gridsDiffer }) => gridsDiffer)).toEqual([true]);
  });

  test('jobs that fail now and pictures that are exact no more need no test', () => {
    const settings = { quality: 20 };
    const failed = failedRdOf({ spec: 'webp:quality=20', image: 'a', settings });
    const good = rdOf({ spec: 'webp:quality=20', image: 'a', settings });
    const png = rdOf({ spec: 'png', image: 'a', exact: true, metrics: { psnr: null } });
    const lossy = { ...png, exact: false, metrics: { psnr: 60 } };
    const report = compareRd([good, png], [failed, lossy]);
    expect(report.subjects.map(({ spec, broken, exactLost }) => [spec, broken, exactLost])).toEqual(
      [
        ['png', [], 1],
        ['webp:quality=20', [{ image: 'a', message: 'it did not want to' }], 0],
      ],
    );
    expect(report.regressions).toEqual([
      'png on set: 1 images are exact no more',
      'webp:quality=20 on set: 1 images fail now, a: it did not want to',
    ]);
    expect(report.changes.find(({ kind }) => kind === 'metric')).toMatchObject({ value: null });
    expect(compareRd([failed], [good]).subjects[0]).toMatchObject({ mended: 1 });
    expect(compareRd([failed], [failed]).subjects[0]).toMatchObject({ failed: 1, pairs: 1 });
  });

  test('values of two versions of a metric are not compared', () => {
    const b = all({ lift: 1 }).map((each) => ({ ...each, metricVersions: { psnr: '2' } }));
    const change = compareRd(all(), b).changes.find(({ kind }) => kind === 'metric');
    expect(change).toMatchObject({ value: null, reason: 'the versions of the metric differ' });
    expect(compareRd(all(), b).changes.some(({ kind }) => kind === 'bd-rate')).toBe(false);
  });

  test('a distance is better where it falls', () => {
    const scored = (distance: number) =>
      images.map((image) => rdOf({ spec: 'webp', image, metrics: { 'lpips-alex': distance } }));
    const { changes } = compareRd(scored(0.2), scored(0.1));
    expect(changes.find(({ kind }) => kind === 'metric')).toMatchObject({
      value: expect.closeTo(-0.1, 12),
      verdict: 'better',
    });
  });
});

describe('times', () => {
  const quiet = (width: number): Testbed => ({
    ...captureTestbed([], 'bench'),
    noise: {
      ...{ spec: 'webp', at: '2026-01-01T00:00:00Z', seed: 1, passes: 5, images: 2 },
      encode: { difference: 0, low: -width, high: width },
      decode: { difference: 0, low: -width, high: width },
    },
  });
  const timed = (factor: number, passes = 5): TimingRecord[] =>
    ['a', 'b'].map((image, i) =>
      timingOf({
        spec: 'webp',
        image,
        encode: Array.from({ length: passes }, (_, p) => factor * (1 + i) * (1 + 0.001 * (p % 3))),
        decode: Array.from({ length: passes }, (_, p) => 1 + 0.001 * (p % 2)),
      }),
    );
  const compareTimes = (factor: number, a: Testbed | null, b = a, passes = 5) =>
    compareSides(side('A', [], timed(1, passes), a), side('B', [], timed(factor, passes), b));

  test('a change beyond what the machine does by itself is significant', () => {
    const [encode, decode] = compareTimes(1.2, quiet(0.05)).changes;
    expect(encode).toMatchObject({ kind: 'encode', testbed: 'bench', images: 2, verdict: 'worse' });
    expect(encode?.value).toBeCloseTo(1.2, 6);
    expect(encode?.low).toBeGreaterThan(1.19);
    expect(encode?.high).toBeLessThan(1.21);
    expect(decode).toMatchObject({ verdict: 'not significant', p: 1 });
    expect(compareTimes(0.8, quiet(0.05)).changes[0]).toMatchObject({ verdict: 'better' });
  });

  test('a change within that is not, however steady the passes are', () => {
    expect(compareTimes(1.04, quiet(0.05)).changes[0]).toMatchObject({ p: 1 });
    expect(compareTimes(1.04, quiet(0.01)).changes[0]).toMatchObject({ verdict: 'worse' });
  });

  test('a machine that the calibration kernel finds slower explains as much', () => {
    const calibrated = (median: number): Testbed => ({
      ...quiet(0.01),
      calibration: { kernel: 'k', version: 1, passes: 7, seconds: { median, low: 1, high: 2 } },
    });
    const report = compareTimes(1.2, calibrated(1), calibrated(1.25));
    expect(report.noise).toEqual([
      { testbed: 'bench', margin: expect.closeTo(Math.log(1.25), 12), calibration: 1.25 },
    ]);
    expect(report.changes[0]).toMatchObject({ verdict: 'not significant' });
    expect(report.regressions).toEqual([]);
  });

  test('without an A/A figure, and of one pass, nothing is tested', () => {
    expect(compareTimes(2, null).changes[0]).toMatchObject({ p: null, verdict: 'not tested' });
    expect(compareTimes(2, quiet(0.01), quiet(0.01), 1).changes[0]).toMatchObject({
      value: expect.closeTo(2, 12),
      low: null,
      reason: 'one pass tells no interval',
    });
  });

  test('times of two testbeds are not compared', () => {
    const other = timed(1).map((record) => ({ ...record, testbed: 'other' }));
    const report = compareSides(side('A', [], timed(1)), side('B', [], other));
    expect(report.changes).toEqual([]);
    expect(report.noise).toEqual([]);
  });
});

describe('what the sides hold', () => {
  test('files of the same bytes are unchanged where all metrics that both have are equal', () => {
    const scored = (metrics: Record<string, number>) => [
      rdOf({ spec: 'webp', image: 'a', metrics }),
    ];
    const unchanged = (a: Record<string, number>, b: Record<string, number>) => {
      const [subject] = compareRd(scored(a), scored(b)).subjects;
      return [subject!.identical, subject!.unchanged];
    };
    expect(unchanged({ psnr: 30 }, { psnr: 30 })).toEqual([1, 1]);
    expect(unchanged({ psnr: 30 }, { psnr: 31 })).toEqual([1, 0]);
    expect(unchanged({ psnr: 30, ssim: 0.9 }, { psnr: 30 })).toEqual([1, 1]);
    expect(unchanged({ psnr: 30 }, { psnr: 30, ssim: 0.9 })).toEqual([1, 1]);
    expect(unchanged({ psnr: 30, ssim: 0.9 }, { psnr: 30, ssim: 0.8 })).toEqual([1, 0]);
  });

  test('pictures are exact no more, or anew, where both sides say whether they are', () => {
    const exact = [true, false, null];
    const of = (each: boolean | null, i: number) =>
      rdOf({ spec: 'png', image: `${i}`, exact: each });
    const a = exact.flatMap((each) => [each, each, each]).map(of);
    const b = exact.flatMap(() => exact).map(of);
    const [subject] = compareRd(a, b).subjects;
    expect(subject).toMatchObject({ pairs: 9, exactLost: 1, exactGained: 1 });
  });

  test('failures that are new, mended, or of both sides are told apart', () => {
    const job = (good: boolean, i: number) =>
      (good ? rdOf : failedRdOf)({ spec: 'webp', image: `${i}` });
    const a = [true, true, true, false, false, false, false].map(job);
    const b = [true, false, false, true, false, false, false].map(job);
    const [subject] = compareRd(a, b).subjects;
    expect(subject).toMatchObject({ pairs: 7, mended: 1, failed: 3, identical: 1 });
    expect(subject!.broken.map(({ image }) => image)).toEqual(['1', '2']);
  });

  test('nothing in common is void, and one pair without a change is not', () => {
    const a = [webp(20, 'i00')];
    expect(isVoid(compareRd(a, [webp(40, 'i00')]))).toBe(true);
    expect(isVoid(compareRd(a, a))).toBe(false);
    const failed = failedRdOf({ spec: 'png', image: 'a' });
    const one = compareRd([failed], [failed]);
    expect([one.changes, isVoid(one)]).toEqual([[], false]);
    const shifted = [25, 45, 55, 75].map((quality) => webp(quality, 'i00'));
    const curves = compareRd(
      qualities.map((quality) => webp(quality, 'i00')),
      shifted,
    );
    expect([curves.changes.length, isVoid(curves)]).toEqual([1, false]);
  });

  test('engines that differ are told by codec, and those that are mixed on one side', () => {
    const by = (spec: string, version: string, name = `lib${spec}`) =>
      rdOf({ spec, image: 'a', engine: { name, version, runtime: 'native' } });
    const a = [
      by('webp', '10'),
      by('webp', '9'),
      by('jpeg', '1'),
      by('avif', '2'),
      by('avif', '3'),
    ];
    const b = [by('webp', '11'), by('jpeg', '1'), by('avif', '3', 'aom')];
    const report = compareRd(a, b);
    expect(report.a).toEqual({
      name: 'A',
      records: { rd: 5, timing: 0 },
      mixed: [
        { codec: 'avif', engines: ['libavif 2', 'libavif 3'] },
        { codec: 'webp', engines: ['libwebp 9', 'libwebp 10'] },
      ],
    });
    expect(report.b.mixed).toEqual([]);
    expect(report.engines).toEqual([
      { codec: 'avif', a: 'libavif 3', b: 'aom 3' },
      { codec: 'webp', a: 'libwebp 9', b: 'libwebp 11' },
    ]);
  });

  test('times of two testbeds or of two counts of threads are no mixture of engines', () => {
    const timed = (version: string, changes: Partial<TimingRecord> = {}) => ({
      ...timingOf({
        ...{ spec: 'webp', image: 'a', encode: [1] },
        engine: { name: 'libwebp', version, runtime: 'native' },
      }),
      ...changes,
    });
    const mixed = (...timing: TimingRecord[]) =>
      compareSides(side('A', [], timing), side('B', [])).a.mixed;
    expect(mixed(timed('1'), timed('2', { testbed: 'other' }))).toEqual([]);
    expect(mixed(timed('1'), timed('2', { threads: 2 }))).toEqual([]);
    const engines = ['libwebp 1', 'libwebp 2'];
    expect(mixed(timed('1'), timed('2'))).toEqual([{ codec: 'webp', engines }]);
  });

  test('only the metrics that were asked for, of those that both have', () => {
    const both = (id: string) => [
      rdOf({ spec: 'webp', image: 'a', metrics: { psnr: 30, ssim: 0.9, [id]: 1 } }),
    ];
    const metricsOf = (options?: CompareOptions) =>
      compareRd(both('dists'), both('ms-ssim'), options).changes.flatMap(
        ({ metric }) => metric ?? [],
      );
    expect(metricsOf()).toEqual(['psnr', 'ssim']);
    expect(metricsOf({ metrics: ['ssim', 'dists'] })).toEqual(['ssim']);
    expect(metricsOf({ metrics: [] })).toEqual([]);
  });

  test('the fewest images that can be significant: so many that 2 / 2^n passes Holm', () => {
    for (const specs of [1, 2, 5, 9]) {
      const of = (bytes: number) =>
        Array.from({ length: specs }, (_, nth) => `webp:effort=${nth}`).flatMap((spec, effort) =>
          images.map((image) => rdOf({ spec, image, settings: { effort }, bytes, metrics: {} })),
        );
      const { tests, fewestImages, level } = compareRd(of(1000), of(900)).significance;
      expect(tests).toBe(specs);
      expect((2 / 2 ** fewestImages) * tests).toBeLessThan(level);
      expect((2 / 2 ** (fewestImages - 1)) * tests).toBeGreaterThanOrEqual(level);
    }
  });
});
