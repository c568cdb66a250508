import { expect, test } from 'vitest';
import { createPalette } from '#src/page/model/palette.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { frontOf, rateTitle, speedFigure } from '#src/page/model/speed-figure.js';
import { type SpeedPoint, speedPoints } from '#src/page/model/speed-points.js';
import { dataOf, writeSite } from '../site.ts';
import { rd, timing } from '../timed-curves.ts';

const choice = {
  ...({ direction: 'encode', metric: 'psnr', timing: 0, at: null, normalised: false } as const),
  bootstrap: { seed: 1, resamples: 200, level: 0.95 },
};

function made() {
  const data = dataOf(writeSite(rd, { timing }));
  const anchor = data.group.curves.findIndex(({ codec }) => codec === 'jpeg');
  const points = speedPoints(data, codecCurves(data), { ...choice, anchor });
  const palette = createPalette(data.group.curves);
  const figure = (shown: readonly SpeedPoint[], forFile = false, whole = false) =>
    speedFigure(
      data,
      palette,
      { points: shown, choice: { ...choice, anchor }, room: { width: 800, height: 500 }, whole },
      false,
      forFile,
    );
  return { data, anchor, points, figure };
}

test('the front goes from slow to fast, and is named', () => {
  const { points, figure } = made();
  const front = frontOf(points);
  const speeds = front.map(({ speed }) => speed.value!);
  expect(speeds).toHaveLength(3);
  expect(speeds).toEqual(speeds.toSorted((a, b) => a - b));
  const { traces, description } = figure(points);
  expect(traces[0]).toMatchObject({
    mode: 'lines',
    name: expect.stringMatching(/^Pareto front, bench/),
  });
  const x = traces[0]!['x'] as number[];
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  expect(description).toMatch(/of 4 points; on the Pareto front: (?!.*slow).*jpeg/);
});

test('a saved file has each point in the legend', () => {
  const { points, figure } = made();
  expect(figure(points, true).traces).toHaveLength(1 + 4);
});

test('a point without a figure is not drawn, and stands in the table with its reason', () => {
  const { points, figure } = made();
  const [first, ...rest] = points;
  const lacking = { ...first!, on: null, rate: { value: null, note: 'no overlap' } };
  const { traces, table, description } = figure([lacking, ...rest], true);
  expect(traces).toHaveLength(1 + 3);
  expect(description).toContain('of 3 points');
  expect(table).toHaveLength(1 + 4);
  const cell = (name: string) => table[1]![table[0]!.indexOf(name)];
  expect(cell('bd_rate_percent')).toBeNull();
  expect(cell('front')).toBeNull();
  expect(cell('notes')).toContain('no overlap');
  expect(cell('encode_mp_per_s')).toBe(first!.speed.value);
});

test('the axis says what the rate is', () => {
  const { data, anchor } = made();
  expect(rateTitle(data, { ...choice, anchor })).toBe('BD-rate % against jpeg by PSNR');
  const at = { metric: 'psnr', value: '35' };
  expect(rateTitle(data, { ...choice, anchor, at })).toBe('Bits per pixel at PSNR 35');
});

test('what is far from the best stands at the edge as an arrow, with its figure', () => {
  const { points, figure } = made();
  const [first, ...rest] = points;
  const far = { ...first!, on: false, rate: { value: 900, note: null } };
  const dots = (whole: boolean) => {
    const shown = [far, ...rest];
    const range = (layout: Readonly<Record<string, unknown>>) =>
      (layout['yaxis'] as { range: [number, number] }).range;
    const { traces, layout } = figure(shown, true, whole);
    return { dot: traces[1]!, range: range(layout) };
  };
  const near = dots(false);
  expect((near.dot['marker'] as { symbol: string[] }).symbol).toEqual(['triangle-up-open']);
  expect((near.dot['y'] as number[])[0]).toBeLessThan(near.range[1]);
  expect((near.dot['hovertext'] as string[])[0]).toContain('+900');
  const whole = dots(true);
  expect((whole.dot['marker'] as { symbol: string[] }).symbol[0]).not.toContain('triangle-up-open');
  expect(whole.range[1]).toBeGreaterThan(near.range[1]);
});
