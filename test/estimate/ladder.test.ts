import { describe, expect, test } from 'vitest';
import { climb, ladderFor } from '#src/estimate/ladder.js';

const size = (megapixels: number) => ({ width: megapixels * 1000, height: 1000 });

describe('a ladder', () => {
  test('ends with the fast setting where that is fast', () => {
    expect(ladderFor(size(4), 0.15).steps).toEqual(['balanced', 'sibling']);
    expect(ladderFor(size(4), 0.5).steps).toEqual(['balanced']);
    expect(ladderFor(size(4), null).steps).toEqual(['balanced']);
  });

  test('wants no less of a smaller picture', () => {
    const wanted = [3, 6, 7, 8, 20].map((megapixels) => ladderFor(size(megapixels), null).wanted);
    expect(wanted).toEqual([...wanted].sort((a, b) => a - b));
    expect(wanted.at(-1)).toBeGreaterThan(wanted[0]!);
  });
});

describe('climbing', () => {
  const ladder = { steps: ['a', 'b', 'c'], wanted: 0.05 };
  const climbing = async (errors: Record<string, number>) => {
    const asked: string[] = [];
    const found = await climb(
      ladder,
      (step) => {
        asked.push(step);
        return step;
      },
      (found, step = found) => errors[step]!,
    );
    return { asked, found };
  };

  test('stops at the first answer that is good enough', async () => {
    expect(await climbing({ a: 0.05 })).toEqual({ asked: ['a'], found: 'a' });
    expect(await climbing({ a: 0.2, b: 0.01 })).toEqual({ asked: ['a', 'b'], found: 'b' });
  });

  test('asks no step that is hardly better', async () => {
    const asked = ['a'];
    expect(await climbing({ a: 0.2, b: 0.19, c: 0.01 })).toEqual({ asked, found: 'a' });
  });

  test('ends with the last answer, good enough or not', async () => {
    expect(await climbing({ a: 0.3, b: 0.2, c: 0.1 })).toMatchObject({ found: 'c' });
  });
});
