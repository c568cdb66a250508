import { copyFileSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { bestOf, candidateOf } from '#src/pick/candidate.js';
import { planContenders } from '#src/pick/contender.js';
import { measureCurves } from '#src/pick/measure.js';
import { type PickRequest, pick, pickWithReport } from '#src/pick/pick.js';
import { knobOf, samplesOf } from '#src/pick/read-samples.js';
import { readSpeeds } from '#src/pick/speeds.js';
import { holdsDataset } from '#src/pick/stored.js';
import { rdRecordsIn } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { failedRdOf, rdOf } from '../support/records.ts';
import { scratch } from '../support/scratch.ts';

let dataset: string;
let out: string;

beforeEach(async () => {
  const folder = scratch();
  dataset = path.join(folder, 'photos');
  out = path.join(folder, 'results');
  await savePictures(dataset, 4);
  vi.stubEnv('PARETO_CACHE', path.join(folder, 'cache'));
  onTestFinished(() => void vi.unstubAllEnvs());
});

const request = (changes: Partial<PickRequest> = {}): PickRequest => ({
  ...{ dataset, out, at: 'psnr=28', codecs: 'jpeg,webp', times: false, jobs: 2 },
  ...changes,
});
const file = (codec: string) => path.join(out, 'rd', 'photos', `${codec}.jsonl`);

test('the cheapest settings that meet the target, with few encodes, and nothing twice', async () => {
  const report = await pickWithReport(request());
  const { answer, encodes, sweepEncodes, images } = report;
  expect(images).toBe(4);
  expect(answer.target).toEqual({ metric: 'psnr', value: 28 });
  expect(answer.choices).toHaveLength(2);
  expect(answer.leftOut).toEqual([]);
  expect(answer.best).toBe(answer.choices[0]!.spec);
  expect(encodes).toBeLessThan(sweepEncodes / 1.5);
  for (const { spec, score, saving, notes } of answer.choices) {
    expect(score).toBeGreaterThanOrEqual(28);
    expect(saving.low).toBeLessThanOrEqual(saving.percent!);
    expect(saving.high).toBeGreaterThanOrEqual(saving.percent!);
    expect(notes.join()).toMatch(/lowest \d/);
    // One step coarser misses the target, or spares next to nothing.
    const records = rdRecordsIn(file(spec.split(':')[0]!));
    const own = records.filter((record) => record.spec === spec);
    expect(own).toHaveLength(4);
  }
  const again = await pickWithReport(request());
  expect(again.encodes).toBe(0);
  expect(again.answer).toEqual(answer);
  // What it measured are records like any others: from them alone the same is read.
  const stored = await pick(request({ measure: false }));
  expect(stored.choices.map(({ spec }) => spec)).toEqual(answer.choices.map(({ spec }) => spec));
  expect(stored.choices.map(({ bytes }) => bytes)).toEqual(
    answer.choices.map(({ bytes }) => bytes),
  );
  const named = await pick(request({ measure: false, dataset: 'photos', codecs: 'webp' }));
  expect(named.choices.map(({ spec }) => spec)).toEqual([
    answer.choices.find(({ spec }) => spec.startsWith('webp'))!.spec,
  ]);
  expect(named.choices[0]!.saving.percent).not.toBe(null);
});

test('pictures of several classes are answered by class too, and one class alone where it is named', async () => {
  for (const name of ['maps', 'screen']) mkdirSync(path.join(dataset, name));
  const names = readdirSync(dataset).filter((name) => name.endsWith('.png'));
  for (const [i, name] of names.entries()) {
    renameSync(path.join(dataset, name), path.join(dataset, i < 3 ? 'maps' : 'screen', name));
  }
  const report = await pickWithReport(request());
  expect(report.classes.map(({ content }) => content)).toEqual(['maps', 'screen']);
  expect(report.classes.map((each) => each.report.images)).toEqual([3, 1]);
  expect(report.answer.classes!.map(({ content, images }) => [content, images])).toEqual([
    ['maps', 3],
    ['screen', 1],
  ]);
  for (const { choices, best } of report.answer.classes!) {
    expect(best).toBe(choices[0]!.spec);
    expect(choices.every(({ score }) => score! >= 28)).toBe(true);
  }
  const again = await pickWithReport(request({ class: 'maps' }));
  expect(again.encodes).toBe(0);
  expect(again.answer).not.toHaveProperty('classes');
  expect(again.answer.choices).toEqual(report.answer.classes![0]!.choices);
  const stored = await pick(request({ measure: false, dataset: 'photos', class: 'maps' }));
  expect(stored.choices.map(({ spec }) => spec)).toEqual(
    again.answer.choices.map(({ spec }) => spec),
  );
  await expect(pick(request({ class: 'map' }))).rejects.toThrow('did you mean maps?');
});

test('what misses the target is left out with how far it comes; values that are given are kept to', async () => {
  const answer = await pick(request({ codecs: 'jpeg:quality=10+20,webp', at: 'psnr=30.5' }));
  expect(answer.choices.map(({ spec }) => spec.split(':')[0])).toEqual(['webp']);
  expect(answer.leftOut).toEqual([
    { spec: 'jpeg', reason: expect.stringMatching(/^\d+\.\d+ at best \(jpeg:quality=20\)$/) },
  ]);
});

test('what misses the target by transparency says so', async () => {
  const alpha = path.join(dataset, '..', 'alpha');
  mkdirSync(alpha);
  copyFileSync('datasets/sample/alpha.png', path.join(alpha, 'alpha.png'));
  const { leftOut } = await pick(request({ dataset: alpha, codecs: 'jpeg', at: 'psnr=90' }));
  expect(leftOut).toHaveLength(1);
  expect(leftOut[0]!.reason).toMatch(/ at best \(jpeg:quality=\d+\); transparency lost in 1$/);
});

test('a picture that cannot be read is left out, not all codecs', async () => {
  writeFileSync(path.join(dataset, 'broken.png'), 'no picture');
  const warnings: string[] = [];
  const report = await pickWithReport(
    request({ codecs: 'jpeg', onWarning: (message) => void warnings.push(message) }),
  );
  expect(report.images).toBe(4);
  expect(report.answer.choices).toHaveLength(1);
  expect(warnings.join('\n')).toContain('broken is left out');
});

test('a metric of which lower is better is a target as well', async () => {
  const answer = await pick(request({ at: 'butteraugli=4', codecs: 'jpeg' }));
  expect(answer.choices[0]!.score).toBeLessThanOrEqual(4);
});

test('without loss the smallest file wins, and there is no score', async () => {
  const answer = await pick({
    dataset,
    out,
    lossless: true,
    codecs: 'png,webp:lossless=true,jpeg',
    times: false,
  });
  expect(answer.target).toEqual({ metric: 'psnr', value: null });
  expect(answer.choices.map(({ score }) => score)).toEqual([null, null]);
  expect(answer.choices.find(({ spec }) => spec === 'png')!.saving.percent).toBe(0);
  expect(answer.leftOut).toEqual([{ spec: 'jpeg', reason: 'it is not lossless' }]);
});

test('settings that are found are timed, and held to the bounds', async () => {
  const answer = await pick(
    request({ times: true, passes: 1, codecs: 'jpeg', limit: 1, testbed: 'here' }),
  );
  const [choice] = answer.choices;
  expect(choice!.encodeMegapixelsPerSecond).toBeGreaterThan(0);
  expect(choice!.decodeMegapixelsPerSecond).toBeGreaterThan(0);
  const speedAt = readSpeeds(out, { dataset: 'photos', testbed: 'here', warn: () => {} });
  expect(speedAt('another curve', 50)).toBe(null);
  const slow = await pick(
    request({
      measure: false,
      codecs: 'jpeg',
      limit: 1,
      encodeSpeed: '>1e9'.replace('1e9', '1000000'),
    }),
  );
  expect(slow).toMatchObject({ choices: [], best: null });
  expect(slow.leftOut[0]!.reason).toMatch(/^encode: [\d.]+ MP\/s, >1000000 is wanted$/);
});

test('a signal ends it, and what there is stays', async () => {
  const end = new AbortController();
  const running = pick(
    request({ signal: end.signal, onProgress: () => end.abort(new Error('enough')) }),
  );
  await expect(running).rejects.toThrow('enough');
  expect((await pick(request({ codecs: 'jpeg' }))).choices).toHaveLength(1);
  const stop = new AbortController();
  stop.abort(new Error('later'));
  await expect(pick(request({ stop: stop.signal, at: 'psnr=29' }))).rejects.toThrow('later');
});

test('from results alone there must be results', async () => {
  expect(holdsDataset(out, 'photos')).toBe(false);
  await expect(pick(request({ measure: false }))).rejects.toThrow(out);
  expect(typeof measureCurves).toBe('function');
});

test('records are sorted out: scored, failed, of pictures that cannot be measured', () => {
  const settings = { quality: 50 };
  const common = { spec: 'jpeg:quality=50', settings, knob: 'quality' };
  const records = [
    rdOf({ ...common, image: 'good', metrics: { psnr: 40 } }),
    rdOf({ ...common, image: 'old', metrics: { psnr: 40 }, metricVersions: { psnr: '0' } }),
    failedRdOf({ ...common, image: 'failed' }),
    failedRdOf({ ...common, image: 'unloaded', error: { stage: 'load', message: 'no picture' } }),
    rdOf({
      ...common,
      image: 'tiny',
      metrics: {},
      metricVersions: { psnr: '1' },
      metricErrors: { psnr: 'too small' },
    }),
    rdOf({
      ...common,
      image: 'broken',
      metrics: {},
      metricVersions: {},
      metricErrors: { psnr: 'crashed' },
    }),
  ];
  const sha = Object.fromEntries(records.map(({ image, imageSha256 }) => [image, imageSha256]));
  const { samples, failures, unusable } = samplesOf(records, { id: 'psnr', version: '1' });
  expect([...samples.keys()]).toEqual([50]);
  expect([...samples.get(50)!]).toEqual([
    [sha['good'], { bytes: 2500, pixels: 5000, value: 40, alpha: 'kept' }],
  ]);
  expect(Object.fromEntries(failures)).toEqual({
    [`50|${sha['failed']}`]: 'encode: it did not want to',
    [`50|${sha['broken']}`]: 'psnr: crashed',
  });
  expect(Object.fromEntries(unusable)).toEqual({
    [sha['unloaded']!]: 'no picture',
    [sha['tiny']!]: 'psnr: too small',
  });
  expect(knobOf(rdOf({ spec: 'png', image: 'a' }))).toBe(0);
});

test('a candidate without a point has no best one', async () => {
  const { contenders } = await planContenders('jpeg', []);
  const candidate = candidateOf(contenders[0]!, [], { state: 'try', knob: 50 });
  expect(bestOf(candidate)).toBe(null);
  expect(candidate.specAt(70)).toBe('jpeg:quality=70');
});
