import { expect, test } from 'vitest';
import { bytesText, estimateRow, resultRow } from '../../../src/app/service/rows.ts';

test('bytes as people read them, with their unit in the same line', () => {
  expect([999, 1000, 123_456, 2_345_678].map(bytesText)).toEqual([
    '999\u00a0B',
    '1.0\u00a0kB',
    '123.5\u00a0kB',
    '2.35\u00a0MB',
  ]);
});

test('an estimate says of which format it is, and how sure', () => {
  const told = {
    ...{ original_format: 'png', estimated_optimized_size: 2000, estimated_reduction_percent: 50 },
    ...{ already_optimized: false, confidence: 'medium', path: 'balanced', milliseconds: 7 },
    interval: { low: 1900, high: 2100 },
  };
  expect(estimateRow(told)).toEqual({
    title: 'Estimate',
    size: '2.0\u00a0kB, 1.9\u00a0kB to 2.1\u00a0kB',
    saved: '50\u00a0%',
    how: 'png by balanced, confidence medium, 7\u00a0ms',
  });
  expect(estimateRow({ ...told, already_optimized: true }).saved).toBe('nothing');
});

test('a result says what was made, or that nothing was', () => {
  const headers = new Headers({
    ...{ 'x-optimized-size': '1500', 'x-reduction-percent': '25', 'x-optimized-format': 'webp' },
    ...{ 'x-optimization-method': 'webp', 'x-metric-score': 'ssimulacra2=81.34' },
  });
  expect(resultRow(headers)).toEqual({
    ...{ title: 'Result', size: '1.5\u00a0kB', saved: '25\u00a0%' },
    how: 'webp by webp, ssimulacra2 81.3',
  });
  headers.set('x-optimization-method', 'none');
  expect(resultRow(headers)).toMatchObject({
    ...{ saved: 'nothing', how: 'nothing smaller: the file as it came' },
  });
});
