import { beforeEach, describe, expect, test } from 'vitest';
import type { Raster } from '#src/image/raster.js';
import type { Metric } from '#src/metrics/metric.js';
import { psnr, psnrY } from '#src/metrics/psnr.js';
import { createScorers, type ScorerLimits, type Scorers } from '#src/metrics/scorers.js';
import { picture } from '../support/photos.ts';

// A real metric that tells when it prepares and closes, and takes its time.
const log: string[] = [];
const watched: Metric = {
  ...psnr,
  async prepare(reference) {
    log.push(`prepare ${reference.width}`);
    await pause();
    const scorer = await psnr.prepare(reference);
    return {
      ...scorer,
      async score(decoded, options) {
        await pause();
        return scorer.score(decoded, options);
      },
      close() {
        log.push(`close ${reference.width}`);
        scorer.close();
      },
    };
  },
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

let scorers: Scorers;
const open = (limits?: ScorerLimits): void => {
  log.length = 0;
  scorers = createScorers(limits);
};
beforeEach(() => open());

const value = async (original: Raster, decoded: Raster, metric = watched): Promise<number> =>
  scorers.lend(metric, original, async (scorer) => (await scorer.score(decoded)).value);

const alone = async (original: Raster, decoded: Raster): Promise<number> => {
  const scorer = await psnr.prepare(original);
  return (await scorer.score(decoded)).value;
};

describe('scorers', () => {
  test('prepare an original once for all its decoded pictures', async () => {
    const [a, decoded] = [picture(40, 30), [2, 3].map((seed) => picture(40, 30, seed))];
    const together: number[] = [];
    for (const each of decoded) together.push(await value(a, each));
    expect(together).toEqual([await alone(a, decoded[0]!), await alone(a, decoded[1]!)]);
    expect(log).toEqual(['prepare 40']);
  });

  test('are those of the original that was asked for, however many ask at once', async () => {
    // All of one size, so that no other original would be noticed by its error.
    const originals = [1, 2, 3].map((seed) => picture(40, 30, seed));
    const decoded = picture(40, 30, 9);
    const expected = await Promise.all(originals.map((original) => alone(original, decoded)));
    expect(new Set(expected).size).toBe(3);
    for (const limits of [{}, { originals: 1 }, { bytes: 0 }]) {
      open(limits);
      const calls = [0, 2, 2, 1, 0, 1, 2];
      const values = await Promise.all(calls.map((at) => value(originals[at]!, decoded)));
      expect(values, JSON.stringify(limits)).toEqual(calls.map((at) => expected[at]));
    }
  });

  test('are lent to one borrower at a time, and closed when nobody has them', async () => {
    open({ originals: 1 });
    const [a, b] = [picture(40, 30), picture(50, 30)];
    let lent = 0;
    const borrow = (original: Raster) =>
      scorers.lend(watched, original, async (scorer) => {
        lent += original === a ? 1 : 0;
        expect(lent).toBeLessThanOrEqual(1);
        const { value: found } = await scorer.score(original);
        lent -= original === a ? 1 : 0;
        return found;
      });
    const all = await Promise.all([borrow(a), borrow(a), borrow(b), borrow(a)]);
    expect(all).toEqual(all.map(() => Number.POSITIVE_INFINITY));
    expect(log.slice(0, 2)).toEqual(['prepare 40', 'prepare 50']);
    // The one that was used last is kept.
    expect(log.filter((line) => line.startsWith('close'))).toHaveLength(1);
  });

  test('of another original are closed before it is prepared, where one may be kept', async () => {
    open({ originals: 1 });
    await value(picture(40, 30), picture(40, 30, 2));
    await value(picture(50, 30), picture(50, 30, 2));
    expect(log).toEqual(['prepare 40', 'prepare 50', 'close 40']);
  });

  test('leave by last use where there are too many originals', async () => {
    open({ originals: 2 });
    const [a, b, c] = [picture(40, 30), picture(50, 30), picture(60, 30)];
    for (const each of [a, b, a, c, a]) await value(each, each);
    expect(log.filter((line) => line.startsWith('prepare'))).toHaveLength(3);
    expect(log.filter((line) => line.startsWith('close'))).toEqual(['close 50']);
  });

  test('leave by last use where they hold too many bytes; the last one stays', async () => {
    const [a, b] = [picture(40, 30), picture(50, 30)];
    open({ bytes: 0 });
    await value(a, a);
    expect(log).toEqual(['prepare 40']);
    await value(a, a, psnrY);
    await value(b, b);
    expect(log).toContain('close 40');
    expect(log).not.toContain('close 50');
  });

  test('forget what has failed, and who waits for it gets another', async () => {
    const a = picture(40, 30);
    const [failed, next] = await Promise.allSettled([
      value(a, picture(41, 30)),
      value(a, picture(40, 30, 2)),
    ]);
    expect(String((failed as PromiseRejectedResult).reason)).toContain('pictures of one size');
    expect(next).toEqual({ status: 'fulfilled', value: await alone(a, picture(40, 30, 2)) });
    expect(log.filter((line) => line === 'prepare 40')).toHaveLength(2);
    expect(log.filter((line) => line === 'close 40')).toHaveLength(1);
  });

  test('that cannot be prepared are tried again', async () => {
    let tries = 0;
    const moody: Metric = {
      ...watched,
      async prepare(reference) {
        tries += 1;
        if (tries === 1) throw new Error('not today');
        return watched.prepare(reference);
      },
    };
    const a = picture(40, 30);
    await expect(value(a, a, moody)).rejects.toThrow('not today');
    expect(await value(a, a, moody)).toBe(Number.POSITIVE_INFINITY);
  });

  test('are closed with the whole, those that are lent as they come back', async () => {
    const a = picture(40, 30);
    const running = value(a, picture(40, 30, 2));
    const waiting = expect(value(a, picture(40, 30, 3))).rejects.toThrow('closed');
    await Promise.resolve();
    scorers.close();
    expect(await running).toBe(await alone(a, picture(40, 30, 2)));
    await waiting;
    await expect(value(a, a)).rejects.toThrow('closed');
    await pause();
    expect(log).toEqual(['prepare 40', 'close 40']);
  });
});
