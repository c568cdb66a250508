import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inScratch } from './report.js';
import { estimateFigures, estimateHead, estimateLarge } from './serve/estimates.js';
import { hostileFigures, postBombs, postFuzz } from './serve/hostile.js';
import { openJournal } from './serve/journal.js';
import { byCommand, overload, overloadFigures } from './serve/overload.js';
import { fiveMegapixels, jpegOf, thumbnailOf } from './serve/pictures.js';

/** @typedef {import('./report.js').Figure} Figure */

/** What Retry-After says. */
const retrySeconds = 5;

/** Seconds of the parts that go on for a while: each part ends within two minutes. */
const seconds = { overload: 60, bombs: 60, fuzz: 90 };

const shared =
  process.env['PARETO_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/**
 * Measures the service, in a process of its own, with its processes on all processors:
 *
 *     overload  fifty clients with JPEGs of 5 megapixels that ask every second: how soon a 503 comes, nothing lost, no stall
 *     patient   the same clients, who come again after as many seconds as Retry-After says
 *     command   the same pictures by the command line, for overload's throughput
 *     estimate  POST /estimate of a JPEG of 5 MB, sent and by its URL
 *     head      the same of a JPEG of 10 MB with a thumbnail: what is fetched of it
 *     bombs     memory while small files that want much are posted
 *     fuzz      all files of fuzzers and all cases in the shared folder, through both routes
 *
 * Each part takes less than two minutes and adds to --journal; fuzz goes on where the last run ended, and
 * with --full to the end.
 * Figures are of all that the journal has. --photos names folders of photographs that pictures are made of.
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({
  only,
  photos = [],
  full = false,
  journal: file = 'bench-serve.jsonl',
}) {
  const journal = openJournal(file);
  /** @type {Record<string, () => Promise<void>>} */
  const parts = {
    async overload() {
      journal.add('overload', await overload(await fiveMegapixels(photos), seconds.overload, 1));
    },
    async patient() {
      const made = await fiveMegapixels(photos);
      journal.add('patient', await overload(made, seconds.overload, retrySeconds));
    },
    async command() {
      const folder = await fiveMegapixels(photos);
      journal.add('command', await inScratch((scratch) => byCommand(folder, scratch)));
    },
    async estimate() {
      const bytes = await jpegOf(5e6, { width: 4000, height: 3000, photos });
      journal.add('estimate', await estimateLarge(bytes));
    },
    async head() {
      const bytes = await jpegOf(10e6, { width: 6000, height: 4000, photos });
      journal.add('head', await estimateHead(bytes, await thumbnailOf(bytes)));
    },
    async bombs() {
      journal.add('bombs', await postBombs(seconds.bombs));
    },
    async fuzz() {
      const folders = ['fuzz', 'cases'].map((name) => `${shared}/${name}`).filter(existsSync);
      await postFuzz(folders, full ? Number.POSITIVE_INFINITY : seconds.fuzz, journal);
    },
  };
  const unknown = only?.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new Error(`unknown part '${unknown}' of serve; known: ${Object.keys(parts).join(', ')}`);
  }
  for (const name of only ?? Object.keys(parts)) await parts[name]?.();
  return [...overloadFigures(journal), ...estimateFigures(journal), ...hostileFigures(journal)];
}
