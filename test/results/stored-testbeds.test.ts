import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { checkTestbed, readTestbed, saveTestbed } from '#src/results/stored-testbeds.js';
import { scratch } from '../support/scratch.ts';

const engine = { name: 'libwebp', version: '1.6.0', runtime: 'native' as const };
const noise = {
  spec: 'webp:quality=75',
  at: '2026-01-01T00:00:00.000Z',
  seed: 1,
  passes: 5,
  images: 24,
  encode: { difference: 0.01, low: -0.02, high: 0.04 },
  decode: { difference: 0, low: -0.01, high: 0.01 },
};

const calibration = {
  kernel: 'dct-coder-walk',
  version: 1,
  seconds: { median: 0.2, low: 0.19, high: 0.22 },
  passes: 7,
};

test('a later description keeps what is known of noise and speed, and a name stands for one machine', async () => {
  const results = scratch();
  const testbed = captureTestbed([engine], 'desk');
  expect(readTestbed(results, 'desk')).toBeNull();
  await saveTestbed(results, { ...testbed, noise, calibration });
  await saveTestbed(results, testbed);
  expect(readTestbed(results, 'desk')).toEqual({ ...testbed, noise, calibration });
  const faster = { ...calibration, seconds: { median: 0.1, low: 0.1, high: 0.1 } };
  await saveTestbed(results, { ...testbed, calibration: faster });
  expect(readTestbed(results, 'desk')).toEqual({ ...testbed, noise, calibration: faster });
  expect(readdirSync(path.join(results, 'testbeds'))).toEqual(['desk.json']);
  const more = { ...testbed, hardware: { ...testbed.hardware, memoryBytes: 1 } };
  expect(checkTestbed(results, more)).toEqual({ ...testbed, noise, calibration: faster });
  expect(checkTestbed(results, { ...testbed, id: 'lap' })).toBeNull();
  for (const change of [{ arch: 'another' }, { cores: testbed.hardware.cores + 1 }]) {
    const changed = { ...testbed, hardware: { ...testbed.hardware, ...change } };
    expect(() => checkTestbed(results, changed)).toThrow(/desk stands for .* with \d+ cores/);
  }
  const other = { ...testbed, hardware: { ...testbed.hardware, cpu: 'Another' } };
  await expect(saveTestbed(results, other)).rejects.toThrow(
    /desk stands for .*give it another name/,
  );
});

test('a description that is none is said to be so', () => {
  const results = scratch();
  mkdirSync(path.join(results, 'testbeds'));
  writeFileSync(path.join(results, 'testbeds', 'desk.json'), '{"schema":1}');
  expect(() => readTestbed(results, 'desk')).toThrow(/desk\.json is no testbed description/);
});

test('the shipped testbed is read as it stands', () => {
  const shipped = readTestbed(path.join('results', 'baseline'), 'xeon-amx-2c');
  expect(shipped?.hardware.cores).toBe(2);
  expect(shipped).toMatchObject({ schema: 1, id: 'xeon-amx-2c' });
});

test.each<[string, object]>([
  ['without a core', { hardware: { cpu: '', arch: '', cores: 0, memoryBytes: 1 } }],
  ['without memory', { hardware: { cpu: '', arch: '', cores: 1, memoryBytes: 0 } }],
  ['of another schema', { schema: 2 }],
  [
    'with a time of 0',
    { calibration: { ...calibration, seconds: { median: 0, low: 1, high: 1 } } },
  ],
  ['with a pass of 0', { calibration: { ...calibration, passes: 0 } }],
])('a description %s is none', (_what, changes) => {
  const results = scratch();
  mkdirSync(path.join(results, 'testbeds'));
  const testbed = { ...captureTestbed([], 'desk'), ...changes };
  writeFileSync(path.join(results, 'testbeds', 'desk.json'), JSON.stringify(testbed));
  expect(() => readTestbed(results, 'desk')).toThrow('is no testbed description');
});
