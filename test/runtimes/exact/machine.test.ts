import { expect, test } from 'vitest';
import { openMachine } from '#src/runtimes/exact/machine.js';
import type { Rows } from '#src/runtimes/exact/rows.js';

test('what is beyond the channels of a row stays 0, whatever stood there', async () => {
  const machine = await openMachine([]);
  const base = machine.reserve(4 * 32 * 3);
  const [a, b, both] = [3, 2, 5].map((channels, i): Rows => {
    return { at: base + i * 64, channels, height: 1, width: 2 };
  }) as [Rows, Rows, Rows];
  machine.floats(both).fill(9);
  machine.floats(a).set([1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0]);
  machine.floats(b).set([7, 8, 0, 0, 0, 0, 0, 0, 9, 10, 0, 0, 0, 0, 0, 0]);
  machine.run({ kind: 'join', inputs: ['a', 'b'], output: 'c' }, [a, b], both);
  expect([...machine.floats(both)]).toEqual([1, 2, 3, 7, 8, 0, 0, 0, 4, 5, 6, 9, 10, 0, 0, 0]);
  machine.floats(a).fill(9);
  machine.run({ kind: 'take', inputs: ['c'], output: 'a', from: 1 }, [both], a);
  expect([...machine.floats(a)]).toEqual([2, 3, 7, 0, 0, 0, 0, 0, 5, 6, 9, 0, 0, 0, 0, 0]);
  machine.close();
});
