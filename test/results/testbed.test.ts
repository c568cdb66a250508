import { expect, test } from 'vitest';
import { captureTestbed } from '#src/results/capture-testbed.js';
import { isSameMachine, testbed } from '#src/results/testbed.js';

const desk = captureTestbed([], 'desk');

test('a machine is the same by processor and cores, whatever its name and memory', () => {
  const { hardware } = desk;
  const more = { ...desk, id: 'other', hardware: { ...hardware, memoryBytes: 1 } };
  expect(isSameMachine(desk, more)).toBe(true);
  for (const change of [{ cpu: 'Another' }, { arch: 'another' }, { cores: 1000 }]) {
    expect(isSameMachine(desk, { ...desk, hardware: { ...hardware, ...change } })).toBe(false);
  }
});

test('descriptions made before there was a calibration have none', () => {
  const { calibration, ...old } = desk;
  expect(calibration).toBeNull();
  expect(testbed.parse(old)).toEqual(desk);
});
