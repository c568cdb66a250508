import { expect, test } from 'vitest';
import { timesOn } from '#src/formats/image-seconds.js';
import { rdOf, timingOf } from '../support/records.ts';

const shared = { spec: 'webp:quality=50', image: 'a', settings: { quality: 50 } };
const timed = (encode: number[], changes = {}) => timingOf({ ...shared, encode, ...changes });

test('the median of the passes, of the same codec, picture and crop', () => {
  const times = timesOn([timed([3, 1, 2])], 'bench');
  expect(times.testbed).toBe('bench');
  expect(times.of(rdOf(shared))!.encode).toBe(2);
  for (const change of [{ image: 'b' }, { crop: '8x8' }, { settings: { quality: 51 } }]) {
    expect(times.of(rdOf({ ...shared, ...change }))).toBeNull();
  }
});

test('of several thread counts the least, of several records the last', () => {
  const encodeOf = (...records: ReturnType<typeof timed>[]) =>
    timesOn(records, 'bench').of(rdOf(shared))!.encode;
  expect(encodeOf(timed([1], { threads: 1 }), timed([2], { threads: 4 }))).toBe(1);
  expect(encodeOf(timed([2], { threads: 4 }), timed([1], { threads: 1 }))).toBe(1);
  expect(encodeOf(timed([1]), timed([5]))).toBe(5);
});

test('failed jobs and other testbeds give none, and the testbed is not named', () => {
  const error = { stage: 'timeout' as const, message: 'long' };
  expect(timesOn([timed([1], { error })], 'bench').testbed).toBeNull();
  expect(timesOn([timed([1])], 'other').testbed).toBeNull();
  expect(timesOn([timed([1])], null).of(rdOf(shared))).toBeNull();
});
