import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { readTestbed, saveTestbed } from '#src/results/stored-testbeds.js';
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

test('a later description keeps what is known of noise and speed, and a name stands for one machine', () => {
  const results = scratch();
  const testbed = captureTestbed([engine], 'desk');
  expect(readTestbed(results, 'desk')).toBeNull();
  saveTestbed(results, { ...testbed, noise, calibration });
  saveTestbed(results, testbed);
  expect(readTestbed(results, 'desk')).toEqual({ ...testbed, noise, calibration });
  const faster = { ...calibration, seconds: { median: 0.1, low: 0.1, high: 0.1 } };
  saveTestbed(results, { ...testbed, calibration: faster });
  expect(readTestbed(results, 'desk')).toEqual({ ...testbed, noise, calibration: faster });
  const other = { ...testbed, hardware: { ...testbed.hardware, cpu: 'Another' } };
  expect(() => saveTestbed(results, other)).toThrow(/desk stands for .*give it another name/);
});

test('a description that is none is said to be so', () => {
  const results = scratch();
  mkdirSync(path.join(results, 'testbeds'));
  writeFileSync(path.join(results, 'testbeds', 'desk.json'), '{"schema":1}');
  expect(() => readTestbed(results, 'desk')).toThrow(/desk\.json is no testbed description/);
});
