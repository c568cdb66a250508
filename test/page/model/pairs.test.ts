import { describe, expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { bdMatrix, meanCurves } from '#src/leaderboard/matrix.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import type { PageDataset } from '#src/page/model/contract.js';
import { imageTimes } from '#src/page/model/image-times-file.js';
import { pairings } from '#src/page/model/pairs.js';
import { pairsMatrix, tintOf } from '#src/page/model/pairs-matrix.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { facts, metricOf } from '../../support/facts.ts';
import { timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

const jpeg = curveOf('jpeg');
const webp = curveOf('webp', { factor: 0.7 });
const avif = curveOf('avif', { factor: 0.5 });
const rd = [...jpeg, ...webp, ...avif];
const timing = rd.map(({ codec, spec, settings, knob, engine, image, imageSha256 }, nth) => {
  const seconds = { jpeg: 0.01, webp: 0.03, avif: 0.5 }[codec]! * (1 + nth / 100);
  const encode = [seconds, 1.1 * seconds];
  return timingOf({ codec, spec, settings, knob, engine, image, imageSha256, encode });
});

describe('matched pairs', () => {
  test('are those of the leaderboard of each anchor, times too', () => {
    const data = dataOf(writeSite(rd, { timing }));
    const shas = data.images.map(({ sha256 }) => sha256);
    const seconds = imageTimes(data.timings, shas, timing);
    for (const label of ['jpeg', 'webp', 'avif']) {
      const { datasets } = buildLeaderboard({
        ...{ rd: tablesOf(rd), timing, facts, describe: () => null, anchor: label },
      });
      const anchor = data.group.curves.findIndex((each) => each.label === label);
      const shown = pairings(data, codecCurves(data), {
        ...{ anchor, metric: 'psnr', timing: 0, seconds, bootstrap: defaultBootstrap },
      });
      for (const [i, { comparisons }] of datasets[0]!.curves.entries()) {
        const wanted = comparisons[0]!.matched!;
        const { matched, times } = shown[i]!;
        expect([matched!.pairs, matched!.images]).toEqual([wanted.pairs, wanted.images]);
        expect(matched!.pairs).toBeGreaterThan(10);
        expect(matched!.sizeRatio).toBeCloseTo(wanted.sizeRatio, 7);
        expect(times!.pairs).toBe(wanted.times[0]!.pairs);
        expect(times!.encodeRatio / wanted.times[0]!.encodeRatio).toBeCloseTo(1, 4);
      }
    }
  });

  test('without the times of images have none with another anchor, and say so', () => {
    const data = dataOf(writeSite(rd, { timing }));
    const anchor = data.group.curves.findIndex(({ label }) => label === 'webp');
    const options = {
      ...{ anchor, metric: 'psnr', timing: 0, seconds: null, bootstrap: defaultBootstrap },
    };
    const [first] = pairings(data, codecCurves(data), options);
    expect(first!.matched!.pairs).toBeGreaterThan(0);
    expect([first!.times, first!.timeReason]).toEqual([null, expect.stringContaining('no pair')]);
    const pixelmatch = pairings(data, codecCurves(data), { ...options, metric: 'pixelmatch' });
    expect(pixelmatch[0]!.reason).toContain('no scale of quality');
  });
});

describe('the spread of pairs', () => {
  const made = () => dataOf(writeSite(rd));
  const of = (tolerance?: number) => {
    const data = made();
    const anchor = data.group.curves.findIndex(({ label }) => label === 'jpeg');
    const found = pairings(data, codecCurves(data), {
      ...{ anchor, metric: 'psnr', timing: null, seconds: null, bootstrap: defaultBootstrap },
      ...(tolerance !== undefined && { tolerance }),
    });
    return found[data.group.curves.findIndex(({ label }) => label === 'webp')]!;
  };

  test('holds the mean, and the list has as many pairs as are told', () => {
    const { matched, spread, pairs } = of();
    expect(pairs).toHaveLength(matched!.pairs);
    expect(spread!.p10).toBeLessThanOrEqual(matched!.sizeRatio);
    expect(spread!.p90).toBeGreaterThanOrEqual(matched!.sizeRatio);
    expect(spread!.interval!.low).toBeLessThanOrEqual(matched!.sizeRatio + 1e-6);
    expect(spread!.interval!.high).toBeGreaterThanOrEqual(matched!.sizeRatio - 1e-6);
  });

  test('a wider tolerance makes more pairs, a narrower one none that differ by more', () => {
    const [narrow, usual, wide] = [of(0.0025), of(), of(0.05)];
    expect(wide.matched!.pairs).toBeGreaterThanOrEqual(usual.matched!.pairs);
    expect(narrow.matched!.widest).toBeLessThanOrEqual(0.0025);
    expect(narrow.pairs.every(({ difference }) => difference <= 0.0025)).toBe(true);
  });
});

test('a picture without a value leaves the matrix its figures, marked', () => {
  const small = curveOf('webp', { factor: 0.7 }).map((record) =>
    record.image === 'p2' ? { ...record, metrics: { psnr: null } } : record,
  );
  const { lines, alone } = matrixOf(dataOf(writeSite([...jpeg, ...small])));
  expect(alone).toEqual([]);
  expect(lines.map(({ cells }) => cells.map(({ over }) => over?.n))).toEqual([
    [2, 2],
    [2, undefined],
  ]);
  expect(lines[0]!.cells[1]!.percent).toBeCloseTo(-30, 0);
});

const matrixOf = (data: PageDataset) =>
  pairsMatrix(data, codecCurves(data), { metric: 'psnr', method: 'pchip' });

describe('the matrix', () => {
  test('has the figures of bdMatrix, the cheapest on average first', () => {
    const data = dataOf(writeSite(rd));
    const { lines, alone } = matrixOf(data);
    expect(lines.map(({ name }) => name)).toEqual(['avif', 'webp', 'jpeg']);
    expect(alone).toEqual([]);
    const { cells } = bdMatrix(meanCurves(data.group), metricOf('psnr'));
    for (const line of lines) {
      expect(line.cells).toEqual(lines.map((other) => cells[line.curve]![other.curve]!));
    }
    // 5/7 and 1/2 of the others' rates, rounded to whole bytes.
    expect(lines[0]!.mean).toBeCloseTo(100 * (Math.sqrt((0.5 / 0.7) * 0.5) - 1), 0);
  });

  test('puts curves that lack a figure behind, and leaves out those that have none', () => {
    // It reaches the worse half of the others alone, cheaply; and another the better half.
    const low = curveOf('low', { factor: 0.2 })
      .filter(({ settings }) => Number(settings['quality']) < 80)
      .flatMap((record) => [record, { ...record, ...finer(record, 5) }]);
    const high = curveOf('high', { factor: 3 }).map((record) => ({
      ...record,
      metrics: { psnr: record.metrics['psnr']! + 60 },
    }));
    const one = curveOf('one').filter(({ settings }) => settings['quality'] === 20);
    const partial = curveOf('some').filter(({ image }) => image !== 'p1');
    const data = dataOf(writeSite([...rd, ...low, ...high, ...one, ...partial]));
    const { lines, alone, incomplete } = matrixOf(data);
    expect(lines.map(({ name }) => name)).toEqual(['low', 'avif', 'webp', 'jpeg']);
    expect(alone).toEqual(['high', 'one']);
    expect(incomplete).toEqual(['some']);
  });

  test('colours half the rate as strongly as twice', () => {
    expect(tintOf(-50)).toBe(-1);
    expect(tintOf(100)).toBe(1);
    expect(tintOf(0)).toBe(0);
    expect(tintOf(900)).toBe(1);
    expect(tintOf(25)).toBeCloseTo(-tintOf(-20), 12);
  });
});

function finer({ spec, settings, metrics, bytes }: (typeof rd)[number], more: number) {
  const quality = Number(settings['quality']) + more;
  return {
    ...{ spec: spec.replace(/quality=\d+/, `quality=${quality}`), settings: { quality } },
    ...{
      metrics: { psnr: metrics['psnr']! + 1 },
      bytes: bytes! + 10,
      bpp: (8 * (bytes! + 10)) / 5000,
    },
  };
}
