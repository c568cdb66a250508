import { expect, test } from 'vitest';
import { joinPasses } from '#src/sweeps/timing/passes.js';
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
