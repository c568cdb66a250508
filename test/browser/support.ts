import path from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { readLines } from '#src/base/json-lines.js';
import { openCollect } from '#src/collect/collect.js';
import type { CollectOptions } from '#src/collect/plan.js';
import { type RdRecord, rdRecord } from '#src/results/record.js';
import { recordFiles } from '#src/results/store.js';
import { sweep } from '#src/sweeps/sweep.js';
import { openBrowser } from '../support/browser.ts';
import { scratch } from '../support/scratch.ts';

/** The bench as a page, for the length of a test. */
export interface Site {
  /** With the token, and told to begin at once. */
  readonly url: string;
  readonly out: string;
  readonly warnings: readonly string[];
  readonly refused: readonly string[];
  /** Settles once so many records were written. */
  written(count: number): Promise<void>;
}

export async function serveBench(options: CollectOptions): Promise<Site> {
  const out = path.join(scratch(), 'results');
  const [warnings, refused]: [string[], string[]] = [[], []];
  let count = 0;
  let told = (): void => undefined;
  const server = await openCollect(options, {
    ...{ out, port: 0, lan: false, warn: (text) => void warnings.push(text) },
    onReceipt(receipt) {
      count += receipt.written;
      refused.push(...receipt.refused);
      told();
    },
  });
  onTestFinished(() => server.close());
  return {
    ...{ out, warnings, refused, url: server.urls[0]!.replace('#', '#auto&') },
    written: (wanted) =>
      new Promise((resolve) => {
        told = () => {
          if (count >= wanted || refused.length > 0) resolve();
        };
        told();
      }),
  };
}

/** A Chromium on an address, for the length of a test at most. */
export async function visitByChromium(url: string): Promise<Browser> {
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  return browser;
}

type Rate = Omit<RdRecord, 'at' | 'machine' | 'version' | 'commit'>;

/** The stored records of rates, by key, without what tells who made them and when. */
export function ratesIn(out: string): Map<string, Rate> {
  const found = new Map<string, Rate>();
  for (const file of recordFiles(out, 'rd')) {
    readLines(file, ({ json }) => {
      const { at, machine, version, commit, ...record } = rdRecord.parse(json);
      found.set(record.key, record);
    });
  }
  return found;
}

/**
 * Compares the records of a page with those of a sweep in Node, made once at the first call: keys, bytes,
 * digests of files and every score.
 * @param count how many records there are; none of them failed
 */
export function openComparison(options: CollectOptions, count: number) {
  const { codecs, dataset, images, limit, crop, metrics } = options;
  const here = async () => {
    const out = path.join(scratch(), 'results');
    await sweep({
      ...{ codecs, dataset, metrics: [...metrics], measure: ['rd'], out },
      ...(images && { images: [...images] }),
      ...(limit !== undefined && { limit }),
      ...(crop !== null && { crop }),
    });
    return ratesIn(out);
  };
  let node: ReturnType<typeof here> | undefined;
  return async (out: string): Promise<void> => {
    node ??= here();
    const [there, expected] = [ratesIn(out), await node];
    expect(expected.size).toBe(count);
    expect([...there.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, record] of expected) {
      expect(record.error, record.spec).toBeNull();
      expect(there.get(key), `${record.spec} on ${record.image}`).toEqual(record);
    }
  };
}
