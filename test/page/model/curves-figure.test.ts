import { expect, test } from 'vitest';
import { curvesFigure } from '#src/page/model/curves-figure.js';
import { listCurves } from '#src/page/model/curves-shown.js';
import { createPalette } from '#src/page/model/palette.js';
import { curveOf, dataOf, writeSite } from '../site.ts';

const metrics = ['psnr', 'butteraugli'];
const options = {
  ...{ one: null, logarithmic: true, bars: false, hull: false, decibels: false, all: true },
};

function figureOf(choice: Partial<Omit<typeof options, 'one'>> & { metric: string; one?: number }) {
  const data = dataOf(
    writeSite([...curveOf('jpeg', { metrics }), ...curveOf('webp', { metrics })]),
  );
  const shown = listCurves(data.group);
  const palette = createPalette(data.group.curves);
  return curvesFigure(data, palette, { ...options, shown, ...choice }, false);
}

interface Titled {
  readonly title: { readonly text: string };
  readonly autorange: string | boolean;
}

test('the axis of a distance is reversed, and says that less is better', () => {
  const psnr = figureOf({ metric: 'psnr' }).layout['yaxis'] as Titled;
  expect([psnr.title.text, psnr.autorange]).toEqual(['PSNR (dB)', true]);
  const distance = figureOf({ metric: 'butteraugli' }).layout['yaxis'] as Titled;
  expect([distance.title.text, distance.autorange]).toEqual([
    'Butteraugli, less is better',
    'reversed',
  ]);
  const decibels = figureOf({ metric: 'butteraugli', decibels: true }).layout['yaxis'] as Titled;
  expect([decibels.title.text, decibels.autorange]).toEqual(['Butteraugli (dB)', true]);
});

test('a trace for each curve; the images of one stand behind', () => {
  expect(figureOf({ metric: 'psnr' }).traces.map(({ name }) => name)).toEqual(['jpeg', 'webp']);
  const one = figureOf({ metric: 'psnr', one: 1 });
  expect(one.traces.map(({ name }) => name)).toEqual(['p1', 'p2', 'p3', 'jpeg', 'webp']);
});

test('the table has the means with their spread, and the images asked for', () => {
  const { table } = figureOf({ metric: 'psnr', one: 0 });
  const [header, ...rows] = table;
  expect(header!.slice(0, 5)).toEqual(['curve', 'point', 'image', 'bpp', 'psnr']);
  expect(rows.filter(([, , image]) => image === 'mean')).toHaveLength(10);
  expect(rows.filter(([, , image]) => image === 'p2')).toHaveLength(5);
  const [mean] = rows;
  const [value, p10, p90] = mean!.slice(4, 7) as number[];
  expect([p10! < value!, p90! > value!]).toEqual([true, true]);
});

test('the frame begins where pictures are of use, with the rest one choice away', () => {
  const range = (name: string, all: boolean, metric = 'psnr') =>
    (figureOf({ metric, all }).layout[name] as { range?: [number, number] }).range;
  expect(range('yaxis', true)).toBeUndefined();
  const [low, high] = range('yaxis', false)!;
  expect(low).toBeGreaterThan(28);
  expect(high).toBeGreaterThan(low);
  expect(range('xaxis', false)![0]).toBeLessThan(range('xaxis', false)![1]);
});

test('each point says which picture it leads to', () => {
  const { traces } = figureOf({ metric: 'psnr', one: 1 });
  expect(traces.find(({ name }) => name === 'p2')!['customdata']).toContainEqual(
    expect.objectContaining({ curve: 1, image: 'p2' }),
  );
  const means = traces.find(({ name }) => name === 'webp')!['customdata'] as { row: number }[];
  expect(new Set(means.map(({ row }) => row)).size).toBe(5);
});
