import { expect, test } from 'vitest';
import { answerCsv, answerText } from '#src/cli/pick-output.js';
import type { Choice } from '#src/pick/answer.js';
import type { PickReport } from '#src/pick/pick.js';
import { metricOf } from '../support/facts.ts';

const choice = (changes: Partial<Choice> = {}): Choice => ({
  ...{ spec: 'avif:quality=60', bytes: 123_456, bitsPerPixel: 0.5, score: 80.12 },
  ...{ encodeMegapixelsPerSecond: 3.13579, decodeMegapixelsPerSecond: null },
  saving: { percent: 43.21, low: 40, high: 46 },
  notes: [],
  ...changes,
});
const reportOf = (choices: Choice[], changes: Partial<PickReport> = {}): PickReport => ({
  answer: {
    target: { metric: 'ssimulacra2', value: 80 },
    ...{ choices, best: choices[0]?.spec ?? null, leftOut: [] },
  },
  metric: metricOf('ssimulacra2'),
  ...{ dataset: 'photos', images: 6, encodes: 0, sweepEncodes: 0, interrupted: false },
  ...{ conditions: null, anchor: 'jpeg:quality=80', classes: [] },
  ...changes,
});

test('the sentence says what to use, its size, its saving, and ties', () => {
  const tie = choice({ spec: 'jxl:quality=80', notes: ['a tie with avif:quality=60'] });
  const [sentence] = answerText(reportOf([choice(), tie])).split('\n');
  expect(sentence).toBe(
    'For these 6 pictures at ssimulacra2 80 use avif:quality=60: 123 kB, 43 % less than jpeg:quality=80 [40, 46]; a tie with jxl:quality=80.',
  );
});

test('the anchor itself saves nothing, and without one nothing is said of savings', () => {
  const zero = { percent: 0, low: 0, high: 0 };
  const own = reportOf([choice({ spec: 'jpeg:quality=80', saving: zero })]);
  expect(answerText(own)).toContain('use jpeg:quality=80: 123 kB.');
  const none = { percent: null, low: null, high: null };
  const alone = answerText(
    reportOf([choice({ saving: none, bytes: 999 })], { anchor: null, images: 1 }),
  );
  expect(alone).toContain('For this picture at ssimulacra2 80 use avif:quality=60: 1.0 kB.');
  expect(alone).not.toContain('saving:');
});

test('what it cost and how speeds were timed stands below', () => {
  const text = answerText(
    reportOf([choice()], { encodes: 82, sweepEncodes: 264, conditions: 'whole pictures' }),
  );
  expect(text).toContain('speeds: whole pictures');
  expect(text).toContain('82 encodes; a sweep over the grids of these codecs takes 264');
  expect(text).toMatch(/avif:quality=60 +123 +0\.500 +80\.12 +43\.2 +\[40\.0, 46\.0\] +3\.14 +-/);
});

test('CSV has full figures and empty cells for what is not known', () => {
  const text = answerCsv(reportOf([choice({ notes: ['a', 'b'] })]));
  expect(text.split('\n')[1]).toBe(
    'ssimulacra2,80,avif:quality=60,123456,0.5,80.12,3.13579,,43.21,40,46,a; b,',
  );
});

test('a saving that rounds to nothing has no sign', () => {
  const none = choice({ spec: 'x', saving: { percent: -0.04, low: -0.049, high: 0.02 } });
  expect(answerText(reportOf([choice(), none]))).toMatch(/^x .* 0\.0 +\[0\.0, 0\.0\]/m);
});

test('classes have a sentence and a table each, and rows of CSV', () => {
  const own = choice({ spec: 'jxl:quality=70', bytes: 5000 });
  const none = { content: 'screen', report: reportOf([], { images: 1 }) };
  const classes = [{ content: 'maps', report: reportOf([own], { images: 2 }) }, none];
  const report = reportOf([choice()], { classes });
  const text = answerText(report);
  expect(text).toContain('For the 2 pictures of class maps at ssimulacra2 80 use jxl:quality=70: ');
  expect(text).toContain('No codec fits the 1 picture of class screen at ssimulacra2 80.');
  expect(text.match(/^use +kB/gm)).toHaveLength(2);
  const { target: _, ...answer } = classes[0]!.report.answer;
  const cut = [{ content: 'maps', images: 2, ...answer }];
  const csv = answerCsv({ ...report, answer: { ...report.answer, classes: cut } }).split('\n');
  expect(csv.map((line) => line.split(',').at(-1))).toEqual(['class', '', 'maps']);
});
