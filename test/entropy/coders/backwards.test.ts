import { expect, test } from 'vitest';
import { type BackwardExports, encodeBackwards } from '#src/entropy/coders/backwards.js';
import { openWorkspaces } from '#src/entropy/workspace.js';

const kernel = new URL('../../../dist/entropy/kernels/rans.wasm', import.meta.url);
const pool = await openWorkspaces<BackwardExports>(kernel);
const image = { bytes: new Uint8Array(64), base: pool.base, precision: 8 };

/** A workspace whose kernel writes the number of symbols of a block as one byte, or has no slot for 13. */
function workspaceTelling(told: string[]) {
  const workspace = pool.take(image);
  const exports = {
    ...workspace.exports,
    beginEncoder: () => void told.push('begin'),
    encode(_symbols: number, _indexes: number, count: number, stop: number) {
      told.push(`${count}`);
      if (count === 13) return 0;
      workspace.loadSymbols(Int16Array.of(count));
      return stop - 1;
    },
  };
  const copy = (from: number, to: number) => {
    expect(to - from).toBe(1);
    return workspace.copy(workspace.symbols, workspace.symbols + 1);
  };
  return { ...workspace, exports, copy };
}

const blocksOf = (...counts: number[]) => ({
  count: counts.length,
  load: (block: number) => counts[block]!,
});

test('the last block comes first, and what stands in front last of all', () => {
  const told: string[] = [];
  const bytes = encodeBackwards(workspaceTelling(told), image, blocksOf(1, 2, 3), () => {
    told.push('head');
    return Uint8Array.of(99);
  });
  expect(told).toEqual(['begin', '3', '2', '1', 'head']);
  expect([...bytes!]).toEqual([99, 1, 2, 3]);
});

test('a symbol without a slot ends it', () => {
  const told: string[] = [];
  const head = () => Uint8Array.of(1);
  expect(encodeBackwards(workspaceTelling(told), image, blocksOf(1, 13, 3), head)).toBeNull();
  expect(told).toEqual(['begin', '3', '13']);
});
