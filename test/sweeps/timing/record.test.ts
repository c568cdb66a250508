import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { timingKey } from '#src/results/key.js';
import { timingRecord } from '#src/results/record.js';
import type { Configuration } from '#src/sweeps/one-configuration.js';
import { timingRecordOf } from '#src/sweeps/timing/record.js';

const sha256 = hash('sha256', 'a');
const image = { name: 'a', path: '/a.png', sha256, bytes: 9 };
const configuration: Configuration = {
  ...{ codec: 'webp', source: 'webp', input: 'samples', spec: 'webp:quality=30' },
  ...{ settings: { quality: 30 }, knob: 'quality', identity: 'webp at 30' },
  engine: { name: 'lib', version: '1', runtime: 'native' },
};
const conditions = {
  ...{ dataset: 'set', testbed: { id: 'here' }, crop: '8x8', threads: 2, passes: 5, seed: 7 },
  provenance: { version: '0.2.0', commit: null },
  damages: new Map(),
};
const sample = (seconds: number) => ({ total: seconds, cpu: 2 * seconds, stages: {} });

test('has the pass, what it was made of, and the conditions', () => {
  const record = timingRecordOf(conditions, configuration, image, {
    ...{ width: 8, height: 6, bytes: 50 },
    ...{ encode: sample(1), decode: sample(2) },
  });
  expect(timingRecord.parse(record)).toEqual(record);
  const { testbed, provenance, damages, ...same } = conditions;
  expect(damages.size).toBe(0);
  const { codec, spec, settings, knob, engine } = configuration;
  expect(record).toMatchObject({
    ...{ kind: 'timing', codec, spec, settings, knob, engine },
    ...{ image: 'a', imageSha256: sha256, testbed: testbed.id, ...same, ...provenance },
    ...{ width: 8, height: 6, bytes: 50, setupSeconds: null, peakBytes: null, error: null },
    encode: { total: [1], cpu: [2] },
    decode: { total: [2], cpu: [4] },
    node: process.versions.node,
  });
  const { crop, threads, passes } = conditions;
  expect(record.key).toBe(
    timingKey('webp at 30', sha256, { testbed: 'here', crop, threads, passes }),
  );
});

test('of what was not measured has no sizes and no samples', () => {
  const record = timingRecordOf(conditions, configuration, image, null);
  const none = { total: [], cpu: [], stages: {} };
  expect(record).toMatchObject({ width: null, height: null, bytes: null });
  expect([record.encode, record.decode]).toEqual([none, none]);
});
