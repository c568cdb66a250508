import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { decoding, encoding, type RecordedPass, recording } from '#src/codecs/learned/coding.js';
import type { CodedGroup } from '#src/codecs/learned/walk.js';

const values = [5, 6, 7, -3, 0, 9];
const indexes = Uint16Array.of(4, 1, 2);

function group(predict: CodedGroup['predict'], data: readonly number[], limit = 100): CodedGroup {
  const shape = { channels: 1, height: 2, width: 3, scale: 8 };
  return {
    ...shape,
    id: 'g',
    limit,
    predict,
    data: Int16Array.from(data),
    values: null,
    filters: shape.channels,
    ranged: null,
  };
}

/** What an encoder gets of a part. */
function encoded(from: CodedGroup, part: 'all' | 'even' | 'odd'): RecordedPass[] {
  const passes: RecordedPass[] = [];
  const push = (symbols: Int16Array, given: Uint16Array) =>
    passes.push({ symbols, indexes: given });
  encoding({ push }).code(from, part, indexes, null);
  return passes;
}

/** Fills in a part with these symbols. */
function decode(to: CodedGroup, part: 'all' | 'even' | 'odd', symbols: Int16Array): number[] {
  decoding({ pull: (into) => into.set(symbols) }).code(to, part, indexes, null);
  return [...to.data];
}

test('an encoder gets the symbols of a part in coding order, with their distributions', () => {
  const even = encoded(group('none', values), 'even');
  expect(even).toEqual([{ symbols: Int16Array.of(5, 7, 0), indexes }]);
  expect([...encoded(group('none', values), 'odd')[0]!.symbols]).toEqual([6, -3, 9]);
});

test('of a predicted group it gets what the prediction is off by', () => {
  const [pass] = encoded(group('median', values), 'all');
  expect([...pass!.symbols]).toEqual([5, 1, 1, -8, 2, 8]);
});

test.each(['none', 'median'] as const)('decoding undoes encoding: prediction %s', (predict) => {
  const { symbols } = encoded(group(predict, values), 'all')[0]!;
  expect(decode(group(predict, new Array(6).fill(0)), 'all', symbols)).toEqual(values);
});

test('a part is filled in and the rest left as it was', () => {
  const filled = decode(group('none', new Array(6).fill(50)), 'odd', Int16Array.of(1, 2, 3));
  expect(filled).toEqual([50, 1, 50, 2, 50, 3]);
});

test('symbols beyond the limit are a damaged file', () => {
  const damaged = () => decode(group('none', values, 9), 'odd', Int16Array.of(10, -10, 9));
  expect(damaged).toThrow(
    new WorkError('the file is damaged: 2 symbols of g are beyond 9, the largest there is'),
  );
});

test('recording keeps what another coding has filled in', () => {
  const target = group('none', values);
  const { passes, coding } = recording({ code: (filled) => void filled.data.fill(8) });
  coding.code(target, 'even', indexes, null);
  expect(passes).toEqual([{ symbols: Int16Array.of(8, 8, 8), indexes }]);
});
