import { execFile } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rdFile } from '../../dist/results/layout.js';
import { inScratch } from './report.js';
import {
  dataset,
  settings,
  settingsCount,
  syntheticImages,
  writeLines,
  writePartitions,
} from './scale/synthetic.js';

const run = promisify(execFile);
const workers = 4;
/** Settings of the plan that is given out. */
const planned = 60;

/**
 * Plans, makes leaderboard.json of, and merges synthetic records: 100 settings an image, in partitions.
 * @param {import('./report.js').BenchOptions} options
 */
export async function bench({ only, seed, records = 100_000, folder }) {
  const images = Math.round(records / settingsCount);
  const wants = (/** @type {string} */ name) => only === null || only.includes(name);
  return inScratch(async (scratch) => [
    ...(wants('plan') || wants('leaderboard')
      ? await readingFigures(folder ?? path.join(scratch, 'results'), images, seed, wants)
      : []),
    ...(wants('loads') ? await loadFigures(scratch, images, seed) : []),
    ...(wants('merge') ? await mergeFigures(scratch, images, seed) : []),
  ]);
}

/**
 * @param {string} results kept from run to run where it is the user's
 * @param {number} images
 * @param {number} seed
 * @param {(name: string) => boolean} wants
 */
async function readingFigures(results, images, seed, wants) {
  if (!existsSync(path.join(results, 'rd'))) {
    const digits = images * 10 > 50_000 * 16 ? 2 : images * 10 > 50_000 ? 1 : 0;
    writePartitions(results, syntheticImages(images, seed), digits);
  }
  const count = images * settingsCount;
  const figures = [];
  let total = 0;
  if (wants('plan')) {
    const { finished, jobs, ...took } = await processOf('scale/plan-process.js', [
      ...[results, images, seed, settingsCount, workers],
    ]);
    if (finished !== count || jobs !== 0) throw new Error(`${finished} of ${count} are finished`);
    total += took.cpu;
    figures.push(figure(`plan of ${told(count)} jobs, all of them stored`, took));
  }
  if (wants('leaderboard')) {
    const { records, ...took } = await processOf('leaderboard-process.js', [results]);
    if (records !== count) throw new Error(`${records} of ${count} records were read`);
    total += took.cpu;
    figures.push(figure(`leaderboard.json of ${told(count)} records`, took));
  }
  const bound = 'at most 300 s for 10 million records';
  const what = 'CPU of both together';
  return [...figures, { what, value: `${total.toFixed(1)} s`, bound, holds: total <= 300 }];
}

/** @param {string} scratch @param {number} images @param {number} seed */
async function loadFigures(scratch, images, seed) {
  const empty = path.join(scratch, 'empty');
  const { jobs, loads, ...took } = await processOf('scale/plan-process.js', [
    ...[empty, images, seed, planned, workers],
  ]);
  return [
    figure(`plan of ${told(jobs)} jobs, given out to ${workers} workers`, took),
    {
      what: 'jobs for each loading of a picture',
      value: (jobs / loads).toFixed(1),
      bound: 'at least 20',
      holds: jobs / loads >= 20,
    },
  ];
}

/** @param {string} scratch @param {number} images @param {number} seed */
async function mergeFigures(scratch, images, seed) {
  const [one, other] = ['one', 'other'].map((name) => path.join(scratch, name));
  // Two machines that have a third of the pictures in common, one of them packed.
  const all = syntheticImages(Math.round((images * 5) / 3), seed);
  writeLines(/** @type {string} */ (one), all.slice(0, images));
  mkdirSync(/** @type {string} */ (other), { recursive: true });
  writePartitions(/** @type {string} */ (other), all.slice(-images), 1);
  const merge = async (/** @type {(string | undefined)[]} */ ...folders) => {
    const out = path.join(scratch, 'merged');
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    const took = await processOf('scale/merge-process.js', [out, ...folders]);
    return { ...took, digest: await digestOf(out) };
  };
  const first = await merge(one, other);
  const second = await merge(other, one, other);
  if (first.digest !== second.digest) throw new Error('another order gives other bytes');
  if (first.records !== all.length * settingsCount) throw new Error(`${first.records} records`);
  return [
    {
      ...figure(`merge of 2 x ${told(images * settingsCount)} records`, first),
      bound: 'the same memory for any number; in another order the same bytes',
    },
  ];
}

/** @param {string} results */
async function digestOf(results) {
  const parts = [];
  for (const [setting] of settings) {
    const hasher = createHash('sha256');
    await pipeline(createReadStream(rdFile(results, dataset, setting?.codec ?? '')), hasher);
    parts.push(hasher.digest('hex'));
  }
  return hash('sha256', parts.join());
}

/**
 * @param {string} script
 * @param {unknown[]} args
 */
async function processOf(script, args) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, [file, ...args.map(String)]);
  return JSON.parse(stdout);
}

/**
 * @param {string} what
 * @param {{ cpu: number, maxRSS: number }} took
 */
function figure(what, { cpu, maxRSS }) {
  const gigabytes = (maxRSS * 1024) / 1e9;
  const value = `${cpu.toFixed(1)} s of CPU, peak ${gigabytes.toFixed(2)} GB`;
  return { what, value, bound: 'at most 4 GB', holds: gigabytes <= 4 };
}

/** @param {number} count */
function told(count) {
  return count.toLocaleString('en');
}
