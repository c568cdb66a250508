import { expect, test } from 'vitest';
import { webp } from '#src/codecs/webp.js';
import { codecKey } from '#src/results/identity.js';
import { rdKey } from '#src/results/key.js';
import { estimateRecord } from '#src/results/record.js';
import { type EstimateFacts, estimateRecordOf } from '#src/sweeps/estimates/record.js';
import { emptyEstimate } from '#src/sweeps/estimates/task.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';

const configuration = configurationOf(webp, { quality: 40 });
const image = { name: 'a', path: 'a.png', sha256: 'a'.repeat(64), bytes: 1 };
const job = { configuration, image, estimator: 'auto', key: '1'.repeat(64), rdKey: '2'.repeat(64) };
const facts: EstimateFacts = {
  ...{ dataset: 'set', testbed: 'bench' },
  conditions: { seed: 1, sampleWidth: 300, timeBudgetSeconds: 0.4, timeLimitSeconds: 30 },
  calibration: { sha256: '0'.repeat(64), date: '2026-01-01' },
  provenance: { version: '0.2.0', commit: null },
};
const outcome = { ...emptyEstimate(), engine: configuration.engine, looksLike: 'noise' as const };

test('the record of a job is whole, and has the keys of the plan', () => {
  const record = estimateRecordOf(job, outcome, facts);
  expect(estimateRecord.parse(record)).toEqual(record);
  expect(record).toMatchObject({ key: job.key, rdKey: job.rdKey, estimator: 'auto', seed: 1 });
});

test('the class of content is what the data set says, else what the image looks like', () => {
  expect(estimateRecordOf(job, outcome, facts)).toMatchObject({
    ...{ content: 'noise', contentFrom: 'image' },
  });
  const classed = (content: string) => ({ ...job, image: { ...image, content } });
  expect(estimateRecordOf(classed('screen'), outcome, facts)).toMatchObject({
    ...{ content: 'screen', contentFrom: 'dataset' },
  });
  // A class of the user's own, which estimates do not know.
  expect(estimateRecordOf(classed('maps'), outcome, facts)).toMatchObject({
    ...{ content: 'noise', contentFrom: 'image' },
  });
  expect(estimateRecordOf(job, emptyEstimate(), facts)).toMatchObject({
    ...{ content: null, contentFrom: null },
  });
});

test('another engine than the planned one gives its own keys', () => {
  const engine = { ...configuration.engine, version: '9' };
  const record = estimateRecordOf(job, { ...outcome, engine }, facts);
  const { settings } = configuration;
  const identity = codecKey({ codec: 'webp', engine, settings });
  expect(record.rdKey).toBe(rdKey(identity, image.sha256, null));
  expect(record.key).not.toBe(job.key);
});
