import { describe, expect, test } from 'vitest';
import { completions } from '#src/base/completions.js';

const wait = (milliseconds: number) =>
  new Promise<number>((resolve) => setTimeout(() => resolve(milliseconds), milliseconds));
const from =
  <T>(items: T[]) =>
  () =>
    items.shift();

describe('completions', () => {
  test('come in the order of completion, with their items', async () => {
    const done: unknown[] = [];
    for await (const { item, result } of completions(from([120, 20, 60]), wait, 3)) {
      done.push([item, result]);
    }
    expect(done).toEqual([20, 60, 120].map((each) => [each, each]));
  });

  test('never more at once than there are slots, each slot one at a time', async () => {
    const busy = new Set<number>();
    let most = 0;
    const work = async (_item: number, slot: number): Promise<void> => {
      expect(busy.has(slot)).toBe(false);
      busy.add(slot);
      most = Math.max(most, busy.size);
      await wait(5);
      busy.delete(slot);
    };
    let count = 0;
    for await (const _ of completions(from([1, 2, 3, 4, 5, 6, 7]), work, 2)) count += 1;
    expect([count, most]).toEqual([7, 2]);
  });

  test('nothing is taken while the reader is busy', async () => {
    let taken = 0;
    const take = (): number | undefined => (taken < 10 ? ++taken : undefined);
    for await (const { item } of completions(take, async (each) => each, 2)) {
      await wait(10);
      if (item === 1) expect(taken).toBe(2);
    }
    expect(taken).toBe(10);
  });

  test('a slot without an item does not keep the others from theirs', async () => {
    const items = [1, 2, 3];
    const take = (slot: number): number | undefined => (slot === 1 ? items.shift() : undefined);
    const seen: number[] = [];
    for await (const { item } of completions(take, async () => null, 2)) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('what throws ends it, after what runs beside is done', async () => {
    const done: number[] = [];
    const work = async (item: number): Promise<void> => {
      await wait(item);
      if (item === 10) throw new Error('no');
      done.push(item);
    };
    const all = async (): Promise<void> => {
      for await (const _ of completions(from([10, 60, 1000]), work, 2)) {
        // Nothing comes before the error.
      }
    };
    await expect(all()).rejects.toThrow('no');
    expect(done).toEqual([60]);
  });

  test('a reader that leaves waits for what runs', async () => {
    const done: number[] = [];
    const work = async (item: number): Promise<void> => {
      await wait(item);
      done.push(item);
    };
    for await (const _ of completions(from([5, 60]), work, 2)) break;
    expect(done).toEqual([5, 60]);
  });
});
