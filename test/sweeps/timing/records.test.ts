import { expect, test } from 'vitest';
import type { ImageSample } from '#src/sweeps/timing/protocol.js';
import { joinPasses, noiseBetween } from '#src/sweeps/timing/records.js';
import { timingRecordWith } from '../../support/records.ts';

test('joins the passes of each key in their order, stages too', () => {
  const pass = (seconds: number) =>
    timingRecordWith({
      encode: { total: [seconds], cpu: [seconds], stages: { encode: [seconds] } },
    });
  const [joined, ...rest] = joinPasses([pass(1), pass(2), pass(3)]);
  expect(rest).toEqual([]);
  expect(joined?.encode).toEqual({
    total: [1, 2, 3],
    cpu: [1, 2, 3],
    stages: { encode: [1, 2, 3] },
  });
  expect(joined?.decode.total).toHaveLength(3);
});

test('a failure after some passes keeps their samples and the error', () => {
  const none = { total: [], cpu: [], stages: {} };
  const failed = timingRecordWith({
    encode: none,
    decode: none,
    error: { stage: 'encode', message: 'no' },
  });
  const [joined] = joinPasses([timingRecordWith(), failed]);
  expect(joined?.error?.message).toBe('no');
  expect(joined?.encode.total).toEqual([0.01]);
});

test('noise is the ratio of the two timings with an interval over rounds', () => {
  const round = (seconds: number): ImageSample[] => {
    const sample = { total: seconds, cpu: seconds, stages: {} };
    return [{ width: 1, height: 1, bytes: 1, encode: sample, decode: sample }];
  };
  const first = [1, 1, 1, 1].map(round);
  const second = [1.1, 1.1, 1.1, 1.1].map(round);
  const noise = noiseBetween(first, second, 'encode');
  expect(noise?.difference).toBeCloseTo(0.1, 12);
  expect(noise?.low).toBeCloseTo(0.1, 12);
  // Rounds at -10 %, 0 and +10 %: mean of logarithms, t of 2 degrees of freedom 4.3027.
  const logs = [Math.log(0.9), 0, Math.log(1.1)];
  const mean = (logs[0]! + logs[2]!) / 3;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 2 / 3);
  const spread = noiseBetween([1, 1, 1].map(round), [0.9, 1, 1.1].map(round), 'decode');
  expect(spread?.low).toBeCloseTo(Math.exp(mean - 4.3027 * deviation) - 1, 12);
  expect(spread?.high).toBeCloseTo(Math.exp(mean + 4.3027 * deviation) - 1, 12);
  const two = [1, 1.1].map(round);
  expect(noiseBetween(two, two, 'encode')).toBeNull();
});
