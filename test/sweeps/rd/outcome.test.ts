import { expect, test } from 'vitest';
import { emptyOutcome } from '#src/sweeps/rd/outcome.js';
import { rdOutcome } from '#src/sweeps/rd/task.js';

test('an outcome with nothing reached is one that a worker may answer, and no time was spent', () => {
  const empty = emptyOutcome();
  expect(rdOutcome.parse(empty)).toEqual(empty);
  expect(empty.busy).toEqual({ codec: 0, metrics: 0, pictures: 0, starting: 0 });
  const { busy: _busy, metrics, metricVersions, metricErrors, worstTiles, ...rest } = empty;
  expect([metrics, metricVersions, metricErrors, worstTiles]).toEqual([{}, {}, {}, {}]);
  expect(new Set(Object.values(rest))).toEqual(new Set([null]));
});

test('each has values of its own', () => {
  emptyOutcome().metrics['psnr'] = 1;
  expect(emptyOutcome().metrics).toEqual({});
});
