import { expect, test } from 'vitest';
import { defaultBootstrap } from '#src/curves/bootstrap.js';
import { type AnswerChoice, answerAt, shortRows } from '#src/page/model/answer.js';
import { answerCsv } from '#src/page/model/answer-csv.js';
import { answerSentences, type Part } from '#src/page/model/answer-text.js';
import { codecCurves } from '#src/page/model/recompute.js';
import { anchorOf } from '#src/page/model/selection.js';
import { rdOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';
import { rd, timesOf, timing } from '../timed-curves.ts';

/** The answer of some records, and the text of its sentences. */
function answerOf(
  records = rd,
  { times = timing, ...change }: Partial<AnswerChoice> & { times?: typeof timing } = {},
) {
  const data = dataOf(writeSite(records, { timing: times }));
  const choice: AnswerChoice = {
    ...{ metric: 'psnr', level: 40, anchor: anchorOf(data.group, 'jpeg') },
    ...{ timing: times.length === 0 ? null : 0, bootstrap: defaultBootstrap },
    ...change,
  };
  const answer = answerAt(data, codecCurves(data), choice);
  const told = answerSentences(data, answer, choice).map((parts) => parts.map(textOf).join(''));
  const nameOf = ({ curve }: { curve: number }) => data.group.curves[curve]!.label;
  return { data, choice, answer, told, names: answer.rows.map(nameOf), nameOf };
}

const textOf = (part: Part): string => (typeof part === 'string' ? part : part.name);

test('the fewest bytes come first, with the setting, the saving and the speeds at that quality', () => {
  const { answer, names } = answerOf();
  expect(names).toEqual(['avif', 'webp', 'slow', 'jpeg']);
  const [first, second] = answer.rows;
  expect(first!.saving!.percent).toBeCloseTo(50, 0);
  expect(first!.saving!.interval!.low).toBeLessThanOrEqual(first!.saving!.percent);
  expect(first!.saving!.interval!.high).toBeGreaterThanOrEqual(first!.saving!.percent);
  // PSNR is 20 + q/4 + ln q, of the mean of three pictures: between q = 60 and 80.
  expect(first!.setting).toEqual({ knob: 'quality', value: 63 });
  expect(first!.measured).toBe(false);
  expect(second!.encodeMegapixelsPerSecond! / first!.encodeMegapixelsPerSecond!).toBeCloseTo(
    4.5,
    1,
  );
  expect(second!.decodeMegapixelsPerSecond! / second!.encodeMegapixelsPerSecond!).toBeCloseTo(2, 1);
  expect(answer.rows.map(({ front }) => front)).toEqual([null, null, null, null]);
  expect(answer.rows.map(({ worth }) => worth)).toEqual([true, true, false, true]);
});

test('a measured point is told as such, with its own bytes', () => {
  const { data } = answerOf();
  const row = data.group.rows.find(({ spec }) => spec === 'avif:quality=60')!;
  const at = answerOf(rd, { level: row.metrics['psnr']!.mean! });
  const first = at.answer.rows[0]!;
  expect(first).toMatchObject({ measured: true, setting: { knob: 'quality', value: 60 } });
  const pixels = 3 * 100 * 50;
  expect(first.kilobytesPerMegapixel).toBeCloseTo((1000 * row.bytes) / pixels, 6);
});

test('what cannot be read there is missing with its reason', () => {
  const failed = curveOf('partial', { factor: 0.2 }).filter(({ image }) => image !== 'p3');
  const lossless = ['p1', 'p2', 'p3'].map((image) =>
    rdOf({ spec: 'png', codec: 'png', image, exact: true, metrics: { psnr: null }, knob: null }),
  );
  const low = curveOf('low').filter(({ settings }) => Number(settings['quality']) < 50);
  const other = curveOf('old', { factor: 0.1 }).map((record) => ({
    ...record,
    metricVersions: { psnr: '0' },
  }));
  const { answer, names, nameOf } = answerOf([...rd, ...failed, ...lossless, ...low, ...other]);
  expect(names).toEqual(['avif', 'webp', 'slow', 'jpeg']);
  const reasons = answer.missing.map((each) => `${nameOf(each)}: ${each.reason}`).sort();
  expect(reasons).toEqual([
    expect.stringMatching(/^low: measured from 28\.\d+ to 33\.\d+$/),
    expect.stringMatching(/^old: psnr is of version/),
    'partial: 2 of 3 images: not ranked',
    'png: lossless at any setting',
  ]);
});

test('a short table has the smallest of each codec, what is worth its time, and the anchor', () => {
  const fast = curveOf('avif', { factor: 0.6, settings: 'fast' });
  const idle = curveOf('avif', { factor: 0.65, settings: 'idle' });
  const times = [...timing, ...timesOf(fast, 10), ...timesOf(idle, 95)];
  const { data, answer, choice, nameOf } = answerOf([...rd, ...fast, ...idle], { times });
  expect(answer.rows).toHaveLength(6);
  const short = shortRows(data, answer.rows, choice.anchor).map(nameOf);
  expect(short).toEqual(['avif', 'avif:fast=true', 'webp', 'slow', 'jpeg']);
});

test('the sentences: who leads, by how much, what it costs, what is worth its time', () => {
  const { told, answer } = answerOf();
  const { percent, interval } = answer.rows[0]!.saving!;
  const ends = `${Math.round(interval!.low)} to ${Math.round(interval!.high)} %`;
  expect(told).toEqual([
    `On the 3 pictures of set, at PSNR 40, avif with quality=63 needs the fewest bytes: ${Math.round(percent)} % fewer (${ends}) than jpeg.`,
    expect.stringMatching(
      /^It encodes at 5\.5 MP\/s \(2\d times slower than jpeg\) and decodes at 11 MP\/s \(2\d times slower\)\.$/,
    ),
    expect.stringMatching(
      /^webp with quality=63 encodes about 4\.5 times as fast and still needs 30 % fewer \(30 to 30 %\) than jpeg\.$/,
    ),
  ]);
});

test('a tie is said as one', () => {
  const twin = curveOf('twin', { factor: 0.5 }).map((record, nth) => ({
    ...record,
    bytes: record.bytes! + (nth % 2 === 0 ? 2 : -2),
  }));
  const { told, answer } = answerOf([...rd, ...twin]);
  expect(answer.rows[1]!.tied).toBe(true);
  expect(told[0]).toMatch(/(twin|avif) may as well need no more: a tie\.$/);
});

test('where nothing beats the anchor that is said, and nothing of a saving', () => {
  const worse = curveOf('worse', { factor: 2 });
  const { told } = answerOf([...curveOf('jpeg'), ...worse], { times: [] });
  expect(told[0]).toContain('jpeg with quality=63 needs the fewest bytes');
  expect(told[0]).toContain('it is what others are compared with');
  expect(told[1]).toBe('Times were not taken, so what that costs is not known.');
});

test('a command line is not compared in time: the next one is', () => {
  const tool = curveOf('tool', { factor: 0.3 }).map((record) => ({
    ...record,
    engine: { ...record.engine, runtime: 'cli' as const },
  }));
  const { told } = answerOf([...rd, ...tool], { times: [...timing, ...timesOf(tool, 50)] });
  expect(told[0]).toContain('tool with quality=63');
  expect(told[1]).toMatch(
    /^Its times hold the start of a process and compare with none; the next, avif with quality=63, encodes/,
  );
});

test('without an anchor there, without curves, of one picture', () => {
  const low = curveOf('jpeg').filter(({ settings }) => Number(settings['quality']) < 50);
  const without = answerOf([...low, ...curveOf('webp'), ...curveOf('avif', { factor: 0.5 })], {
    times: [],
  });
  expect(without.answer.rows.map(({ saving }) => saving)).toEqual([null, null]);
  expect(without.told[0]).toMatch(
    /avif with quality=63 needs the fewest bytes: [\d.]+ kB a megapixel\.$/,
  );
  expect(answerOf(low, { times: [] }).told).toEqual([['No curve reaches PSNR 40.'].join('')]);
  const single = answerOf(
    [...curveOf('jpeg', { images: 1 }), ...curveOf('webp', { images: 1, factor: 0.5 })],
    { times: [] },
  );
  expect(single.told[0]).toMatch(/^On the one picture of set, .* 50 % fewer than jpeg\.$/);
  expect(single.answer.rows[0]!.saving!.interval).toBeNull();
  expect(answerOf(rd, { metric: 'pixelmatch' }).answer).toEqual({ rows: [], missing: [] });
});

test('the CSV has a line a row, each saying what it is of', () => {
  const { data, answer, choice } = answerOf();
  const [header, first, ...rest] = answerCsv(data, answer, choice);
  expect(rest).toHaveLength(3);
  const line = Object.fromEntries(header!.map((name, i) => [name, first![i]]));
  expect(line).toMatchObject({
    ...{ curve: 'avif', setting: 'quality=63', measured: 'false', metric: 'psnr', level: 40 },
    ...{ anchor: 'jpeg', tie: 'false', testbed: 'bench', pareto: null },
    saving_percent: answer.rows[0]!.saving!.percent,
  });
  expect([header!.length, first!.length]).toEqual([15, 15]);
});
