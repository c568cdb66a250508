import os from 'node:os';
import { expect, test } from 'vitest';
import { createMemoryLender, memoryBudget } from '#src/runtimes/processes/memory-budget.js';

test('the budget is some of what there is', () => {
  expect(memoryBudget()).toBeGreaterThanOrEqual(Math.floor(os.totalmem() / 4) * 0.01);
  expect(memoryBudget()).toBeLessThan(os.totalmem());
});

test('what does not fit waits, in order; what is more than all gets all', async () => {
  const lender = createMemoryLender(10);
  const log: string[] = [];
  const take = async (name: string, bytes: number) => {
    const give = await lender.take(bytes);
    log.push(name);
    return give;
  };
  const a = await take('a', 6);
  const all = take('all', 99);
  const c = take('c', 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(log).toEqual(['a']);
  a();
  a();
  const giveAll = await all;
  expect(log).toEqual(['a', 'all']);
  giveAll();
  (await c)();
  expect(log).toEqual(['a', 'all', 'c']);
});

test('one that gives up its place lets the others through', async () => {
  const lender = createMemoryLender(10);
  const give = await lender.take(5);
  const abort = new AbortController();
  const large = lender.take(10, abort.signal);
  const small = lender.take(5);
  abort.abort(new Error('enough'));
  await expect(large).rejects.toThrow('enough');
  (await small)();
  give();
  await expect(lender.take(1, abort.signal)).rejects.toThrow('enough');
  expect(() => createMemoryLender(0)).toThrow('no memory left');
});
