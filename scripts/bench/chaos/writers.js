import path from 'node:path';
import { inScratch } from '../report.js';
import { run } from './program.js';
import { setScene, writeResults } from './scene.js';
import { checkBoard, checkCurves, checkPage, checkTable, leftovers } from './whole.js';

/**
 * Eight programs write the leaderboard, the page and exports of one folder of results for a minute,
 * one after the other each; meanwhile everything is read as its readers would. Every read must be
 * whole, and nothing may lie about in the end.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function chaos({ share }) {
  const seconds = 60 * share;
  const count = Math.max(2, Math.round(8 * Math.min(1, 4 * share)));
  return inScratch(async (folder) => {
    await setScene(folder);
    const results = path.join(folder, 'results');
    const curves = path.join(folder, 'curves');
    const table = path.join(folder, 'table.csv');
    const images = 100;
    writeResults(results, images);
    const commands = [
      ['leaderboard', '--out', results],
      ['leaderboard', '--out', results, '--anchor', 'webp'],
      ['export', '--out', results, '--to', table],
      ['export', '--out', results, '--format', 'compressai', '--to', curves],
    ];
    /** @type {string[]} */
    const failures = [];
    let runs = 0;
    const end = performance.now() + seconds * 1000;
    /** @param {number} nth */
    const write = async (nth) => {
      for (let turn = 0; turn === 0 || performance.now() < end; turn++) {
        const args = commands[(nth + turn) % commands.length] ?? [];
        const { status, stderr } = await run(args, { folder });
        runs += 1;
        if (status !== 0) failures.push(`${args.join(' ')}: status ${status}: ${stderr.trim()}`);
      }
    };
    await run(commands[0] ?? [], { folder });
    let done = false;
    const writing = Promise.all(Array.from({ length: count }, (_, nth) => write(nth))).then(() => {
      done = true;
    });
    const checks = [
      () => checkBoard(results),
      () => checkPage(results),
      () => checkTable(table, 1 + 10 * images),
      () => checkCurves(curves),
    ];
    /** @type {string[]} */
    const torn = [];
    let reads = 0;
    while (!done) {
      for (const check of checks) {
        const wrong = check();
        reads += 1;
        if (wrong !== null) torn.push(wrong);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
    await writing;
    const left = leftovers(folder);
    for (const each of [...failures, ...torn, ...left].slice(0, 20)) console.log(`    ${each}`);
    const told = `${count} writers at once for ${Math.round(seconds)} s`;
    return [
      figure(`${told}: runs that failed, of ${runs}`, failures.length),
      figure(`${told}: reads that were torn or found nothing, of ${reads}`, torn.length),
      figure(`${told}: files that lie about afterwards`, left.length),
    ];
  });
}

/**
 * A count that is to be none.
 * @param {string} what
 * @param {number} count
 * @returns {import('../report.js').Figure}
 */
export function figure(what, count) {
  return { what, value: String(count), bound: '0', holds: count === 0 };
}
