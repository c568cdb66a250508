import { describe, expect, test } from 'vitest';
import { paretoFront } from '#src/curves/pareto.js';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { barsFigure } from '#src/page/model/speed-bars.js';
import { placeLabels } from '#src/page/model/speed-labels.js';
import { hasNormalised, speedPoints, whyNoPoints } from '#src/page/model/speed-points.js';
import { stagesOf, stagesOfCurves, stagesOfSettings } from '#src/page/model/speed-stages.js';
import { bdTimes } from '#src/page/model/speed-times.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { facts } from '../../support/facts.ts';
import { timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

/** Times of every record: encode by milliseconds a picture, with stages of a third and the rest. */
function timesOf(rd: readonly RdRecord[], ms: number, testbed = 'bench'): TimingRecord[] {
  return rd.map(({ codec, spec, settings, knob, engine, image, imageSha256 }, nth) => {
    const encode = [ms / 1000, (ms * 1.02) / 1000, (ms * (1.01 + nth / 1000)) / 1000];
    const record = timingOf({
      ...{ codec, spec, settings, knob, engine, image, imageSha256, encode, testbed },
      decode: encode.map((seconds) => seconds / 2),
    });
    const parts = { entropy: encode.map((s) => s / 3), other: encode.map((s) => (2 * s) / 3) };
    return { ...record, encode: { ...record.encode, stages: parts } };
  });
}

const jpeg = curveOf('jpeg');
const webp = curveOf('webp', { factor: 0.7 });
const avif = curveOf('avif', { factor: 0.5 });
const slow = curveOf('slow', { factor: 0.9 });
const rd = [...jpeg, ...webp, ...avif, ...slow];
const timing = [
  ...timesOf(jpeg, 4),
  ...timesOf(webp, 20),
  ...timesOf(avif, 90),
  ...timesOf(slow, 200),
];
const bootstrap = { seed: 1, resamples: 1000, level: 0.95 };
const choice = {
  ...({ direction: 'encode', metric: 'psnr', timing: 0, at: null, normalised: false } as const),
  bootstrap,
};

describe('rate over speed', () => {
  test('has the figures of leaderboard.json, and the front of these two', () => {
    const site = writeSite(rd, { timing });
    const data = dataOf(site);
    const anchor = data.group.curves.findIndex(({ label }) => label === 'jpeg');
    const points = speedPoints(data, codecCurves(data), { ...choice, anchor });
    const { curves } = site.board.datasets[0]!;
    const figures = curves.map(({ comparisons, speeds }) => ({
      rate: comparisons[0]!.images!.percent,
      speed: speeds[0]!.encodeMegapixelsPerSecond!,
    }));
    expect(points.map(({ rate }) => rate.value)).toEqual(figures.map(({ rate }) => rate));
    expect(points.map(({ speed }) => speed.value)).toEqual(figures.map(({ speed }) => speed));
    const front = paretoFront(figures.map(({ rate, speed }) => [rate, 1 / speed]));
    expect(points.map(({ on }) => on)).toEqual(front);
    expect(curves.filter((_, i) => front[i]).map(({ label }) => label)).toEqual([
      ...['avif', 'jpeg', 'webp'],
    ]);
    for (const { speed } of points) {
      expect(speed.low!).toBeLessThanOrEqual(speed.value!);
      expect(speed.high!).toBeGreaterThanOrEqual(speed.value!);
    }
  });

  test('at one quality is what the leaderboard marks', () => {
    const data = dataOf(writeSite(rd, { timing }));
    const at = { metric: 'psnr', value: '35' };
    const points = speedPoints(data, codecCurves(data), { ...choice, anchor: 0, at });
    for (const { curve, rate, speed, on } of points) {
      const mark = data.group.curves[curve]!.fronts.find(({ metric }) => metric === 'psnr')!;
      expect([rate.value, speed.value, on]).toEqual([
        ...[mark.bpp, mark.encodeMegapixelsPerSecond, mark.rateEncode],
      ]);
    }
  });

  test('of all testbeds as on the reference machine, each with a front of its own', () => {
    const both = [...timing, ...timesOf(jpeg, 8, 'old'), ...timesOf(avif, 180, 'old')];
    const site = writeSite(rd, { timing: both });
    const plain = dataOf(site);
    expect(hasNormalised(plain)).toBe(false);
    const slowness: Readonly<Record<string, number>> = { bench: 1, old: 2 };
    const data = structuredClone(plain);
    for (const { speeds } of data.group.curves) {
      for (const speed of speeds) {
        const { encodeMegapixelsPerSecond: value } = speed;
        speed.encodeNormalised = value === null ? null : value * slowness[speed.testbed]!;
      }
    }
    expect(hasNormalised(data)).toBe(true);
    const points = speedPoints(data, codecCurves(data), { ...choice, anchor: 1, normalised: true });
    const speedsOf = (label: string): (number | null)[] =>
      points
        .filter(({ curve }) => data.group.curves[curve]!.label === label)
        .map(({ speed }) => speed.value);
    const [here, there] = speedsOf('jpeg');
    expect(there! / here!).toBeCloseTo(1, 2);
    expect(speedsOf('webp')[1]).toBeNull();
    const old = points.filter(({ timing: nth }) => data.timings[nth]!.testbed === 'old');
    expect(old.filter(({ on }) => on).length).toBe(2);
  });

  test('says why there is nothing, and leaves command lines and incomplete curves off the front', () => {
    const none = dataOf(writeSite(rd));
    const asked = { ...choice, timing: null };
    expect(speedPoints(none, codecCurves(none), { ...asked, anchor: 0 })).toEqual([]);
    expect(whyNoPoints(none, { ...asked, anchor: 0 }, [])).toContain('No times');
    const lossless = [...jpeg, ...curveOf('png', { images: 3 }).slice(0, 3)];
    const flat = dataOf(writeSite(lossless, { timing: timesOf(lossless, 4) }));
    const anchor = flat.group.curves.findIndex(({ codec }) => codec === 'png');
    const compared = speedPoints(flat, codecCurves(flat), { ...choice, anchor });
    expect(whyNoPoints(flat, { ...choice, anchor }, compared)).toContain(
      'png has no curve by PSNR',
    );
    const command = avif.map((record) => ({
      ...record,
      engine: { name: 'tool', version: '1', runtime: 'cli' as const },
    }));
    const partial = webp.filter(({ image }) => image !== 'p2');
    const records = [...jpeg, ...command, ...partial];
    const data = dataOf(
      writeSite(records, {
        timing: [...timesOf(jpeg, 4), ...timesOf(command, 1), ...timesOf(partial, 1)],
      }),
    );
    const points = speedPoints(data, codecCurves(data), { ...choice, anchor: 1 });
    expect(points.map(({ row, on }) => [row.codec, on])).toEqual([
      ...[
        ['avif', null],
        ['jpeg', true],
        ['webp', null],
      ],
    ]);
  });
});

describe('stages', () => {
  test('of a curve add up to 1000 over its speed; those of a setting to its own', () => {
    const { group, timings, ...rest } = dataOf(writeSite(rd, { timing }));
    const data = { group, timings, ...rest };
    const curves = stagesOfCurves(data, timings[0]!);
    expect(curves.map(({ name }) => name)).toEqual(['avif', 'jpeg', 'slow', 'webp']);
    for (const { curve, encode, speed } of curves) {
      const { encodeMegapixelsPerSecond } = group.curves[curve!]!.speeds[0]!;
      expect(speed!.encodeMegapixelsPerSecond).toBe(encodeMegapixelsPerSecond);
      expect(encode!.total / (1000 / encodeMegapixelsPerSecond!)).toBeCloseTo(1, 3);
      const sum = [...encode!.stages.values()].reduce((total, each) => total + each, 0);
      expect(sum / encode!.total).toBeCloseTo(1, 3);
      expect(encode!.stages.get('entropy')! / encode!.total).toBeCloseTo(1 / 3, 3);
    }
    const [first] = stagesOfSettings(data, timings[0]!, 0);
    expect(first!.encode!.total).toBeCloseTo(
      1000 / first!.rows[0]!.encode!.megapixelsPerSecond!,
      9,
    );
    expect(stagesOf(curves, 'encode')).toEqual(['entropy', 'other']);
    const choice = { direction: 'encode', shares: false } as const;
    const { traces, table } = barsFigure(curves, choice, false);
    expect(traces.map(({ name }) => name)).toEqual(['entropy', 'other', 'total']);
    expect(table.slice(1).map(([name]) => name)).toEqual(curves.map(({ name }) => name));
  });

  test('a curve that lacks times of a point has no bar, and says so', () => {
    const some = timing.filter(({ spec }) => spec !== 'webp:quality=90');
    const data = dataOf(writeSite(rd, { timing: some }));
    const webp = stagesOfCurves(data, data.timings[0]!).find(({ name }) => name === 'webp')!;
    expect(webp.encode).toBeNull();
    expect(webp.notes[0]).toContain('4 of its 5 points');
  });

  test('what to mind is one line a direction, of all settings of the curve', () => {
    const wide = timesOf(webp, 20).map((record) => ({
      ...record,
      decode: { ...record.decode, total: [0.01, 0.01, 0.02] },
    }));
    const data = dataOf(writeSite(rd, { timing: wide }));
    const [curve] = stagesOfCurves(data, data.timings[0]!);
    expect(curve!.notes).toHaveLength(1);
    expect(curve!.notes[0]).toMatch(/^decode: the interval is .* at 5 of 5 settings, /);
  });

  test('times without a curve are shown by their settings', () => {
    const data = dataOf(writeSite([], { timing: timesOf(jpeg, 4) }));
    const shown = stagesOfCurves(data, data.timings[0]!);
    expect(shown.map(({ name, curve }) => [name, curve])[0]).toEqual(['jpeg:quality=20', null]);
    expect(shown[0]!.encode).not.toBeNull();
  });
});

test('BD-time against another anchor is what the leaderboard of that anchor has', () => {
  const data = dataOf(writeSite(rd, { timing }));
  const curves = codecCurves(data);
  const [times] = data.timings;
  for (const label of ['jpeg', 'webp']) {
    const { datasets } = buildLeaderboard({
      ...{ rd: tablesOf(rd), timing, facts, describe: () => null, anchor: label },
    });
    const anchor = data.group.curves.findIndex((each) => each.label === label);
    const told = bdTimes(data, curves, { anchor, metric: 'psnr', times: times! });
    for (const [i, { comparisons }] of datasets[0]!.curves.entries()) {
      const wanted = comparisons[0]!.times[0]!.encode.percent;
      // Speeds are rounded to 5 digits.
      expect(told[i]!.encode.percent! - wanted!).toBeCloseTo(0, 0);
      expect((100 + told[i]!.encode.percent!) / (100 + wanted!)).toBeCloseTo(1, 4);
    }
  }
});

test('labels cover neither each other nor a point; those that must be there are', () => {
  const frame = { x: [0, 1], y: [0, 1], width: 400, height: 300 } as const;
  const crowd = Array.from({ length: 40 }, (_, i) => ({
    ...{ x: (i % 7) / 7, y: (i % 11) / 11, text: `codec-${i}`, first: i === 7 },
  }));
  const positions = placeLabels(crowd, frame);
  expect(positions[7]).not.toBeNull();
  expect(positions.filter((each) => each !== null).length).toBeLessThan(crowd.length);
  expect(placeLabels(crowd.slice(0, 3), frame)).not.toContain(null);
});
