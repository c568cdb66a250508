import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * One figure of a benchmark, with its bound, and whether it holds where the part can tell.
 * @typedef {{ what: string, value: string, bound: string, holds?: boolean }} Figure
 *
 * What parts may be told: a share of the tries, the seed of what is random, parts of the part; sets of
 * large and small photographs and of screenshots, how many pictures of each set of large photographs and
 * of each other one, the file that keeps what was measured of them, a program to
 * compare with, and how many pairs of runs; how many synthetic records, and the folder that keeps them.
 * @typedef {{ only: string[] | null, seed: number, share: number, photos?: string[],
 *   small?: string[] | undefined, screens?: string[] | undefined, pictures?: number | undefined,
 *   large?: number | undefined, journal?: string | undefined, peer?: string | undefined,
 *   pairs?: number | undefined, records?: number | undefined, folder?: string | undefined,
 *   full?: boolean }} BenchOptions
 */

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Runs the program in a process of its own and tells its wall seconds.
 * @param {string[]} args
 * @param {string} folder holds the cache
 */
export async function timeProgram(args, folder) {
  const start = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    env: { ...process.env, PARETO_CACHE: path.join(folder, 'cache') },
    maxBuffer: 2 ** 30,
  });
  return { seconds: (performance.now() - start) / 1000, stdout };
}

/**
 * Runs `work` with a folder that goes away afterwards.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
export async function inScratch(work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pareto-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kodak where its files are at hand, else the sample images. */
export async function benchDataset() {
  const { listDatasets } = await import('../../dist/datasets/catalogue.js');
  const kodak = (await listDatasets()).find(({ id }) => id === 'kodak');
  return kodak?.missing === 0 ? 'kodak' : 'sample';
}
