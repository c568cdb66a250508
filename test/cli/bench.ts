import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Ended, type Running, runPareto, startPareto } from '../support/pareto.ts';
import { savePictures } from '../support/photos.ts';
import { scratch } from '../support/scratch.ts';

/** A folder of a test's own with pictures, and what a sweep of them makes of it. */
export interface Bench {
  readonly folder: string;
  /** Folder of p1.png, p2.png, p3.png of 64x48. */
  readonly images: string;
  /** Folder of results; another may be set. */
  results: string;
  sweep(...args: string[]): Promise<Ended>;
  /** With another cache than the one of its folder. */
  sweepWith(options: { cache: string }, ...args: string[]): Promise<Ended>;
  start(...args: string[]): Running;
  /** Rate-distortion records of a codec. */
  rdFile(codec: string): string;
}

/** A bench that is fresh for every test of a file. */
export function useBench(): Bench {
  let folder: string;
  const bench = benchIn(() => folder);
  beforeEach(async () => {
    folder = scratch();
    bench.results = path.join(folder, 'results');
    await savePictures(bench.images, 3);
  });
  return bench;
}

/** The same with a sweep in it that is made once and copied: its results, and its cache. */
export function useSweptBench(...args: string[]): Bench {
  let template: string;
  let folder: string;
  const bench = benchIn(() => folder);
  beforeAll(async () => {
    template = mkdtempSync(path.join(os.tmpdir(), 'pareto-test-'));
    folder = template;
    bench.results = path.join(folder, 'results');
    await savePictures(bench.images, 3);
    const { status, stderr } = await bench.sweep(...args);
    if (status !== 0) throw new Error(stderr);
  });
  afterAll(() => rmSync(template, { recursive: true, force: true }));
  beforeEach(() => {
    folder = scratch();
    bench.results = path.join(folder, 'results');
    cpSync(template, folder, { recursive: true });
  });
  return bench;
}

function benchIn(folder: () => string): Bench {
  const argv = (args: readonly string[]) => [
    ...['sweep', '--dataset', bench.images, '--out', bench.results, ...args],
  ];
  const bench: Bench = {
    get folder() {
      return folder();
    },
    get images() {
      return path.join(folder(), 'photos');
    },
    results: '',
    sweep: (...args) => runPareto(argv(args), { cache: path.join(folder(), 'cache') }),
    sweepWith: (options, ...args) => runPareto(argv(args), options),
    start: (...args) => startPareto(argv(args), { cache: path.join(folder(), 'cache') }),
    rdFile: (codec) => path.join(bench.results, 'rd', 'photos', `${codec}.jsonl`),
  };
  return bench;
}

/** Whether a file has a whole line, with such content in it. */
export function hasLine(file: string, content = ''): boolean {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('\n') && text.includes(content);
  } catch {
    return false;
  }
}
