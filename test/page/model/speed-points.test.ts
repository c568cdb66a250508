import { describe, expect, test } from 'vitest';
import { paretoFront } from '#src/curves/pareto.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { hasNormalised, speedPoints, whyNoPoints } from '#src/page/model/speed-points.js';
import { curveOf, dataOf, writeSite } from '../site.ts';
import { avif, jpeg, rd, timesOf, timing, webp } from '../timed-curves.ts';

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
