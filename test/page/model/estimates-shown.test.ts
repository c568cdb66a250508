import { expect, test } from 'vitest';
import { estimateRows } from '#src/leaderboard/estimate-rows.js';
import { scoreEstimates } from '#src/leaderboard/estimate-scores.js';
import { classesFigure } from '#src/page/model/estimates-classes.js';
import { pageEstimates } from '#src/page/model/estimates-file.js';
import { frontFigure, frontOfEstimators } from '#src/page/model/estimates-front.js';
import { farthest, scatterFigure } from '#src/page/model/estimates-scatter.js';
import {
  codecKey,
  codecOptions,
  contentsOf,
  estimatorInk,
  estimatorNames,
  seriesOf,
  summaryRows,
} from '#src/page/model/estimates-shown.js';
import { estimatesOf } from '#src/page/write/estimates.js';
import type { EstimateRecord } from '#src/results/record.js';
import { estimateOf } from '../../support/records.ts';

const room = { width: 800, height: 400 };

function dataOf(records: readonly EstimateRecord[]) {
  const scores = scoreEstimates(records, () => 1000);
  const rows = [false, true].flatMap((each) =>
    estimateRows(scores, { setting: each, megapixels: each }),
  );
  return pageEstimates.parse(estimatesOf(rows, scores.scored));
}

/** By error in percent and time in percent of the whole encode. */
const by = (estimator: string, error: number, time: number, changes = {}) =>
  ['a', 'b'].map((image) =>
    estimateOf({
      ...{ spec: 'webp:quality=60', settings: { quality: 60 }, knob: 'quality', image },
      ...{ estimator, chosen: estimator, predictedBytes: 1000 + 10 * error },
      took: { seconds: time / 100, cpuSeconds: time / 100 },
      ...changes,
    }),
  );
const records = [
  ...by('exact', 0, 100, { interval: { low: 1000, high: 1000, level: 0.8 } }),
  ...by('tiles', 10, 5),
  ...by('auto', 2, 10),
  ...by('downscale', 100, 20),
  ...by('header', 90_000, 0),
  ...by('tiles', -8, 5, { content: 'screen' }).map((each) => ({
    ...each,
    image: `${each.image}s`,
    imageSha256: each.imageSha256.replaceAll('0', '1'),
  })),
];
const data = dataOf(records);
const codec = codecOptions(data)[0]!.key;
const names = estimatorNames(data);
const photos = summaryRows(data, codec).filter(({ content }) => content === 'photograph');

test('estimators: what chooses first, each with an ink of its own', () => {
  expect(names).toEqual(['auto', 'downscale', 'exact', 'header', 'tiles']);
  const inks = names.map((name) => JSON.stringify(estimatorInk(names, name, false)));
  expect(new Set(inks).size).toBe(names.length);
  expect(estimatorInk(names, 'auto', true)).not.toEqual(estimatorInk(names, 'auto', false));
});

test('codecs by their settings, with the engine where several have one name', () => {
  expect(codecOptions(data)).toEqual([{ key: 'webp@libwebp@1.0', name: 'webp' }]);
  const engine = { name: 'libwebp', version: '2.0', runtime: 'native' as const };
  const two = dataOf([...records, ...by('tiles', 1, 1, { engine })]);
  expect(codecOptions(two).map(({ name }) => name)).toEqual([
    'webp (libwebp 1.0)',
    'webp (libwebp 2.0)',
  ]);
});

test('rows over all settings and sizes, and the points of a class', () => {
  expect(summaryRows(data, codec)).toHaveLength(6);
  expect(contentsOf(data, codec)).toEqual(['photograph', 'screen']);
  const all = seriesOf(data, { codec, content: 'photograph', estimator: null });
  expect(all.map(({ estimator }) => estimator).sort()).toEqual([...names].sort());
  const [one] = seriesOf(data, { codec, content: 'screen', estimator: 'tiles' });
  expect(codecKey(one!)).toBe(codec);
  expect(one!.points.map(([, actual, predicted]) => [actual, predicted])).toEqual([
    [1000, 920],
    [1000, 920],
  ]);
});

test('the front has what no other estimator beats in error and time, from fast to slow', () => {
  const front = frontOfEstimators(photos).map(({ estimator }) => estimator);
  expect(front).toEqual(['header', 'tiles', 'auto', 'exact']);
  const { traces, table, description } = frontFigure(photos, names, room, false);
  expect(traces).toHaveLength(1 + names.length);
  expect(table[1 + photos.findIndex(({ estimator }) => estimator === 'downscale')]).toEqual([
    ...['downscale', 2, 20, 100, 'false'],
  ]);
  expect(description).toContain('header, tiles, auto, exact');
  for (const trace of traces) {
    for (const place of [...(trace['x'] as number[]), ...(trace['y'] as number[])]) {
      expect(place).toSatisfy(Number.isFinite);
    }
  }
});

test('the scatter has a point for each answer; what is far off stands at its border', () => {
  const series = seriesOf(data, { codec, content: 'photograph', estimator: null });
  const { traces, table } = scatterFigure(data, series, names, room, true);
  expect(table).toHaveLength(1 + 10);
  const far = traces.find(({ name }) => name === 'header')!;
  const line = traces[0]!['y'] as number[];
  expect((far['y'] as number[])[0]! - line[0]!).toBeCloseTo(Math.log10(farthest), 12);
  expect(String((far['hovertext'] as string[])[0])).toContain(
    'predicted 901,000 bytes, actual 1,000',
  );
  const tiles = traces.find(({ name }) => name === 'tiles')!;
  expect(String((tiles['hovertext'] as string[])[0])).toMatch(
    /^tiles: \+10\.0 %<br>a of set, &lt;0\.5 megapixels, quality=60<br>.*interval 2,000 to 3,000<br>confidence medium$/,
  );
});

test('the classes have a line each, from the top, with the error that 95 % stay below', () => {
  const contents = contentsOf(data, codec);
  const figure = classesFigure(summaryRows(data, codec), contents, names, room, false);
  const tiles = figure.traces.find(({ name }) => name === 'tiles')!;
  expect((tiles['y'] as number[]).map(Math.round)).toEqual([0, 1]);
  expect(figure.table).toHaveLength(1 + 6);
  const { range } = figure.layout['yaxis'] as { range: number[] };
  expect(range[0]).toBeGreaterThan(range[1]!);
});
