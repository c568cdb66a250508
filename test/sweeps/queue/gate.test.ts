import { expect, test } from 'vitest';
import { openGate } from '#src/sweeps/queue/gate.js';

test('many work beside each other; who is to be alone waits for them and holds the others up', async () => {
  const gate = openGate();
  const log: string[] = [];
  const enders: (() => void)[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise<void>((resolve) => enders.push(resolve));
    log.push(`${name} ends`);
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  const all = [gate.beside(work('a')), gate.beside(work('b'))];
  await turn();
  all.push(gate.alone(work('alone')), gate.beside(work('c')));
  await turn();
  expect(log).toEqual(['a begins', 'b begins']);
  enders[0]!();
  await turn();
  expect(log.at(-1)).toBe('a ends');
  enders[1]!();
  await turn();
  expect(log.slice(3)).toEqual(['b ends', 'alone begins']);
  enders[2]!();
  await turn();
  enders[3]!();
  await Promise.all(all);
  expect(log.slice(5)).toEqual(['alone ends', 'c begins', 'c ends']);
});

test('what fails alone lets the others in', async () => {
  const gate = openGate();
  await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.beside(async () => 1)).toBe(1);
});
