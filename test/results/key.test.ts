import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codecKey } from '#src/results/identity.js';
import { estimateKey, rdKey, timingKey } from '#src/results/key.js';
import { rdRecord, timingRecord } from '#src/results/record.js';
import { recordFiles } from '#src/results/store.js';

/** Some lines of every file that is shipped. */
const shipped = (kind: 'rd' | 'timing'): unknown[] =>
  recordFiles('results/baseline', kind).flatMap((file) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .filter((_, i) => i % 40 === 0)
      .map((line) => JSON.parse(line)),
  );

test('records that are stored keep their keys: else all of them would be measured again', () => {
  const records = shipped('rd').map((json) => rdRecord.parse(json));
  expect(records.length).toBeGreaterThan(50);
  for (const record of records) {
    expect(rdKey(codecKey(record), record.imageSha256, record.crop)).toBe(record.key);
  }
  const timings = shipped('timing').map((json) => timingRecord.parse(json));
  expect(timings.length).toBeGreaterThan(20);
  for (const record of timings) {
    expect(timingKey(codecKey(record), record.imageSha256, record)).toBe(record.key);
  }
});

test('the order of settings does not matter, everything else of a codec does', () => {
  const engine = { name: 'libx', version: '1', runtime: 'native' };
  const x = { codec: 'x', engine, settings: { a: 1, b: true, c: 'd' } };
  expect(codecKey({ ...x, settings: { c: 'd', b: true, a: 1 } })).toBe(codecKey(x));
  const others = [
    { ...x, codec: 'y' },
    { ...x, engine: { ...engine, name: 'liby' } },
    { ...x, engine: { ...engine, version: '2' } },
    { ...x, engine: { ...engine, runtime: 'wasm' } },
    { ...x, settings: { a: '1', b: true, c: 'd' } },
    { ...x, settings: { a: 1, b: true } },
  ];
  expect(new Set([x, ...others].map(codecKey)).size).toBe(7);
});

test('every condition of a measurement is in its key', () => {
  const how = { testbed: 'desk', crop: null, threads: 1, passes: 5 };
  const keys = [
    rdKey('c', 'i', null),
    rdKey('c', 'i', '0,0,8,8'),
    rdKey('c', 'j', null),
    rdKey('d', 'i', null),
    timingKey('c', 'i', how),
    timingKey('d', 'i', how),
    timingKey('c', 'j', how),
    timingKey('c', 'i', { ...how, testbed: 'lap' }),
    timingKey('c', 'i', { ...how, crop: '0,0,8,8' }),
    timingKey('c', 'i', { ...how, threads: 2 }),
    timingKey('c', 'i', { ...how, passes: 6 }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
});

test('the key of an estimate depends on all that the answer depends on', () => {
  const how = {
    ...{ estimator: 'tiles', estimation: 1, seed: 1, sampleWidth: 300 },
    ...{ timeBudgetSeconds: 0.4, timeLimitSeconds: 30, calibrationSha256: 'a'.repeat(64) },
  };
  const image = 'b'.repeat(64);
  const changed = [
    ...[{ estimator: 'auto' }, { estimation: 2 }, { seed: 2 }, { sampleWidth: 200 }],
    ...[{ timeBudgetSeconds: 1 }, { timeLimitSeconds: 1 }, { calibrationSha256: 'c'.repeat(64) }],
  ].map((change) => estimateKey('webp', image, { ...how, ...change }));
  const keys = [
    ...[estimateKey('webp', image, how), estimateKey('jxl', image, how)],
    ...[estimateKey('webp', 'd'.repeat(64), how), ...changed],
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(estimateKey('webp', image, { ...how })).toBe(keys[0]);
});
