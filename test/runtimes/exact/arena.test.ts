import { expect, test } from 'vitest';
import { layOutTensors } from '#src/runtimes/exact/arena.js';
import type { Step } from '#src/runtimes/exact/steps.js';

const relu = (input: string, output: string): Step => ({
  ...{ kind: 'relu', slope: null, inputs: [input], output },
});

test('what was used last is overwritten, outputs are not', () => {
  const steps = [relu('x', 'a'), relu('a', 'b'), relu('b', 'c'), relu('c', 'd')];
  const dims = [1, 8, 2, 2];
  const shapes = new Map(['x', 'a', 'b', 'c', 'd'].map((name) => [name, dims]));
  const { places, bytes } = layOutTensors(steps, shapes, ['x'], ['a', 'd']);
  const size = 4 * 8 * 4;
  expect(bytes).toBe(3 * size);
  expect(Object.fromEntries(places)).toEqual({ x: 0, a: size, b: 0, c: 2 * size, d: 0 });
});

test('a tensor takes a gap that is large enough, else the end', () => {
  const steps = [relu('x', 'a'), relu('a', 'b'), relu('b', 'c')];
  const shapes = new Map([
    ['x', [1, 8, 1, 1]],
    ['a', [1, 8, 1, 2]],
    ['b', [1, 8, 1, 3]],
    ['c', [1, 1, 1, 1]],
  ]);
  const { places } = layOutTensors(steps, shapes, ['x'], ['c']);
  expect(Object.fromEntries(places)).toEqual({ x: 0, a: 32, b: 96, c: 0 });
});
