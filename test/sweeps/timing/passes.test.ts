import { expect, test } from 'vitest';
import { joinPasses, samplesOf } from '#src/sweeps/timing/passes.js';
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

test('what a command line measured itself is joined where a pass has it, and absent elsewhere', () => {
  const sample = { total: 3, cpu: 2, stages: { encode: 1 } };
  const silent = samplesOf(sample);
  expect(silent).toEqual({ total: [3], cpu: [2], stages: { encode: [1] } });
  expect(samplesOf({ ...sample, reported: null })).toEqual(silent);
  const telling = samplesOf({ ...sample, reported: 0 });
  expect(telling).toEqual({ ...silent, reported: [0] });
  const joined = (...passes: (typeof silent)[]) =>
    joinPasses(passes.map((encode) => timingRecordWith({ encode, decode: silent })))[0]!;
  expect(joined(telling, telling).encode.reported).toEqual([0, 0]);
  expect(joined(telling, silent).encode.reported).toEqual([0]);
  expect(joined(silent, telling).encode.reported).toEqual([0]);
  expect('reported' in joined(telling, telling).decode).toBe(false);
});

test('a stage that only some passes have is joined of these; other keys stay apart', () => {
  const encode = (stages: Record<string, number[]>) => ({ total: [1], cpu: [1], stages });
  const [first, second] = [{ analysis: [1] }, { entropy: [2] }].map((stages) =>
    timingRecordWith({ encode: encode(stages) }),
  );
  expect(joinPasses([first!, second!])[0]?.encode.stages).toEqual({ analysis: [1], entropy: [2] });
  const other = timingRecordWith({ key: 'f'.repeat(64) });
  expect(joinPasses([first!, other])).toEqual([first, other]);
});

test('CPU seconds of programs that were run are joined as what they report is', () => {
  const sample = { total: 3, cpu: 2, stages: {} };
  expect(samplesOf({ ...sample, childCpu: null })).not.toHaveProperty('childCpu');
  const encode = samplesOf({ ...sample, childCpu: 1 });
  expect(encode.childCpu).toEqual([1]);
  const [joined] = joinPasses([1, 2].map(() => timingRecordWith({ encode })));
  expect(joined!.encode.childCpu).toEqual([1, 1]);
});

test('what the machine was too busy for is marked', () => {
  const times = (cpu: number) => ({ total: [1], cpu: [cpu], stages: {} });
  const marks = (encode: number, decode: number, runtime: 'native' | 'cli' = 'native') =>
    joinPasses([
      timingRecordWith({
        ...{ encode: times(encode), decode: times(decode) },
        engine: { name: 'lib', version: '1', runtime },
      }),
    ])[0]!.busy;
  expect(marks(1, 0.9)).toBeUndefined();
  expect(marks(0.28, 1.3)).toEqual(['encode']);
  expect(marks(0.1, 0.79)).toEqual(['encode', 'decode']);
  expect(marks(0.1, 0.1, 'cli')).toBeUndefined();
});
