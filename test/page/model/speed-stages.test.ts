import { describe, expect, test } from 'vitest';
import { barsFigure } from '#src/page/model/speed-bars.js';
import { stagesOf, stagesOfCurves, stagesOfSettings } from '#src/page/model/speed-stages.js';
import { dataOf, writeSite } from '../site.ts';
import { jpeg, rd, timesOf, timing, webp } from '../timed-curves.ts';

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
      decode: { ...record.decode, total: [0.01, 0.01, 0.02], cpu: [0.01, 0.01, 0.02] },
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
