import path from 'node:path';
import { onTestFinished } from 'vitest';
import { readLines } from '#src/base/json-lines.js';
import { openCollect } from '#src/collect/collect.js';
import type { CollectOptions } from '#src/collect/plan.js';
import { type RdRecord, rdRecord } from '#src/results/record.js';
import { recordFiles } from '#src/results/store.js';
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

/** The stored records of rates, by key, without what tells who made them and when. */
export function ratesIn(out: string): Map<string, Omit<RdRecord, 'at' | 'version' | 'commit'>> {
  const found = new Map<string, Omit<RdRecord, 'at' | 'version' | 'commit'>>();
  for (const file of recordFiles(out, 'rd')) {
    readLines(file, ({ json }) => {
      const { at, version, commit, ...record } = rdRecord.parse(json);
      found.set(record.key, record);
    });
  }
  return found;
}
