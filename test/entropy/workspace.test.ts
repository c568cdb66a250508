import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { flatTable } from '#src/entropy/flat-table.js';
import { blockSymbols, type CoderExports, openWorkspaces } from '#src/entropy/workspace.js';

const kernel = new URL('../../dist/entropy/kernels/rans.wasm', import.meta.url);
const pool = await openWorkspaces<CoderExports>(kernel);
const imageOf = (...bytes: number[]) => ({
  bytes: Uint8Array.from(bytes),
  base: pool.base,
  precision: 8,
});

test('a workspace that holds the table is taken rather than another', () => {
  const [one, two] = [imageOf(1, 2, 3), imageOf(9)];
  const [first, second] = [pool.take(one), pool.take(two)];
  expect(second).not.toBe(first);
  pool.giveBack(first);
  pool.giveBack(second);
  expect(pool.take(two)).toBe(second);
  expect(pool.take(one)).toBe(first);
  expect(first.table()).toBe(one);
  expect([...first.copy(pool.base, pool.base + 3)]).toEqual([1, 2, 3]);
  pool.giveBack(first);
  const third = pool.take(two);
  expect(third).toBe(first);
  expect(third.table()).toBe(two);
});

test('a stream lies behind the table, with 64 zero bytes after it', () => {
  const workspace = pool.take(imageOf(...Array(100).fill(7)));
  const long = workspace.loadStream(new Uint8Array(500_000).fill(255));
  expect(long).toBeGreaterThanOrEqual(pool.base + 100);
  expect(long % 64).toBe(0);
  expect([...workspace.copy(long - 1, long + 1)]).not.toEqual([255, 255]);
  const short = workspace.loadStream(Uint8Array.of(1, 2));
  expect(short).toBe(long);
  expect([...workspace.copy(short, short + 66)]).toEqual([1, 2, ...Array(64).fill(0)]);
  // Memory that had to grow keeps the table.
  expect([...workspace.copy(pool.base, pool.base + 100)]).toEqual(Array(100).fill(7));
});

test.each([3, 100, blockSymbols])('%i symbols come back', (count) => {
  const workspace = pool.take(imageOf());
  const symbols = Int16Array.from({ length: count }, (_, i) => i - 50);
  workspace.loadSymbols(symbols);
  const back = new Int16Array(count);
  workspace.storeSymbols(back);
  expect(back).toEqual(symbols);
  pool.giveBack(workspace);
});

test('an index without a distribution is refused', () => {
  const workspace = pool.take(imageOf());
  const certain = { offset: 0, cdf: Uint32Array.of(0, 256), escape: false };
  const table = flatTable({ precision: 8, distributions: [certain, { ...certain }] });
  workspace.loadIndexes(Uint16Array.of(0, 1, 0), table);
  expect(() => workspace.loadIndexes(Uint16Array.of(0, 2, 1), table)).toThrow(
    new WorkError('a table of 2 distributions has no index 2'),
  );
});
