import { expect, test } from 'vitest';
import { busyDirections, cpuShare, leastCpuShare } from '#src/results/cpu-share.js';
import { timingOf } from '../support/records.ts';

test('CPU seconds over wall seconds of all samples together', () => {
  const samples = [
    { total: [1, 3], cpu: [1, 1], stages: {} },
    { total: [4], cpu: [4], stages: {} },
  ];
  expect(cpuShare({ engine: { runtime: 'native' } }, samples)).toBe(0.75);
  expect(cpuShare({ engine: { runtime: 'native' } }, [])).toBeNull();
  expect(cpuShare({ engine: { runtime: 'cli' } }, samples)).toBeNull();
});

test('a record says of each direction whether the machine was busy', () => {
  const record = timingOf({ spec: 'webp', image: 'a', encode: [1, 1] });
  expect(busyDirections(record)).toEqual([]);
  const cpu = [leastCpuShare, leastCpuShare];
  expect(busyDirections({ ...record, decode: { ...record.decode, cpu } })).toEqual([]);
  const less = cpu.map((share) => share - 0.01);
  expect(busyDirections({ ...record, decode: { ...record.decode, cpu: less } })).toEqual([
    'decode',
  ]);
});

test('where nobody tells of CPU time, nothing is said', () => {
  const untold = { total: [1, 2], cpu: [], stages: {} };
  expect(cpuShare({ engine: { runtime: 'wasm' } }, [untold])).toBeNull();
});
