import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inScratch } from './report.js';
import { tryChanges } from './resize/changes.js';
import { batches, makeInputs, wholePhotographs } from './resize/inputs.js';
import { measureCeiling, measureQuality } from './resize/quality.js';
import { runOnce } from './resize/run.js';

/** @typedef {import('./report.js').Figure} Figure */

/** A run with the bytes of all files that it made. @typedef {import('./resize/run.js').Run & { bytes?: number }} Measured */

/** One pair: every program once, one after the other. @typedef {Record<string, Measured> & { pareto: Measured }} Pair */

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const sharpBatch = fileURLToPath(new URL('./resize/sharp-batch.js', import.meta.url));

/** Made pictures, 1.5 GB of them, are kept from one run to the next. */
const kept = path.join(os.tmpdir(), 'pareto-bench-resize');

/** Goals of wall time over FastResize's, by the batch. @type {Readonly<Record<string, number>>} */
const goals = { jpeg: 0.75, small: 1, large: 1, png: 1, webp: 1 };

const threads = 2;

const otherRows = ['quality', 'quality-whole', 'quality-webp', 'start', 'changes'];

/**
 * Resizes batches, whole processes, two threads, files warm: Pareto, FastResize (--peer), its --max-speed, and
 * sharp as fast as it goes, one after the other in every pair.
 *
 *     jpeg     300 of 2000x2000 to 800x600        small    1,000 of 400x400 to 200x150
 *     large    10 of 6000x4000 to 800x600         png, webp    30 of 2000x2000 to 800x600, files as large
 *     quality, quality-webp    the files of jpeg or webp, and those pictures coded, against an exact lanczos3 of
 *              the full decode; quality-whole of six photographs, each brought to 2000x2000
 *     start    CPU of the command before its first picture
 *     changes  what ways to read and to write are worth
 *
 * Pairs are kept in --journal, and further runs add to them: a row can be measured in several quiet minutes.
 *
 * FastResize (github.com/tranhuucanh/fast_resize, BSD-3-Clause) is built outside of the project: with libjpeg-turbo,
 * libpng and libwebp at hand, in its folder
 *
 *     cmake -B build -DCMAKE_BUILD_TYPE=Release -DFASTRESIZE_BUILD_RUBY=OFF && cmake --build build
 *
 * or, where its CMake does not find the libraries, g++ -std=c++14 -O3 -march=native -DFASTRESIZE_VERSION='"1.0.5"'
 * -Iinclude -Isrc src/{fastresize,decoder,encoder,resizer,thread_pool,pipeline,simd_resize,cli}.cpp -lwebp
 * -lwebpdemux -ljpeg -lpng -lz -lpthread -o fast_resize
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({
  only,
  peer,
  pairs = 7,
  photos = [],
  journal = 'bench-resize.jsonl',
}) {
  const rows = only ?? [...Object.keys(batches), ...otherRows];
  const unknown = rows.find((row) => !Object.hasOwn(batches, row) && !otherRows.includes(row));
  if (unknown !== undefined) throw new Error(`unknown row '${unknown}' of resize`);
  return inScratch(async (scratch) => {
    /** @type {Figure[]} */
    const figures = [];
    for (const row of rows) {
      if (row === 'start') figures.push(await startFigure(scratch));
      else if (row === 'changes') {
        const { jpeg } = /** @type {{ jpeg: import('./resize/inputs.js').Batch }} */ (batches);
        const from = await makeInputs(jpeg, { folder: kept, photos });
        for (const { what, milliseconds } of await tryChanges(from, scratch)) {
          figures.push({ what, value: `${milliseconds.toFixed(2)} ms a picture`, bound: 'CPU' });
        }
      } else {
        const batch = batchOf(row);
        const from = await makeInputs(batch, { folder: kept, photos });
        const programs = programsOf({ ...batch, from, scratch, peer });
        if (row.startsWith('quality')) {
          figures.push(...(await qualityFigures(programs, { ...batch, row, from, scratch })));
        } else figures.push(...(await rowFigures(row, programs, { pairs, journal })));
      }
    }
    return figures;
  });
}

/** The pictures of a row. @param {string} row */
function batchOf(row) {
  if (row === 'quality-whole') return wholePhotographs;
  return /** @type {import('./resize/inputs.js').Batch} */ (
    batches[row === 'quality' ? 'jpeg' : row.replace('quality-', '')]
  );
}

/** @typedef {{ command: string[], out: string }} Program */

/**
 * @param {import('./resize/inputs.js').Batch & { from: string, scratch: string, peer: string | undefined }} options
 * @returns {Record<string, Program>}
 */
function programsOf({ to: [width, height], quality = 85, own = [], from, scratch, peer }) {
  const size = /** @type {const} */ ([String(width), String(height)]);
  const out = (/** @type {string} */ name) => path.join(scratch, name);
  const ours = ['resize', from, '--out', out('pareto'), '--width', size[0], '--height', size[1]];
  const settings = ['--fit', 'exact', '--threads', String(threads), ...own];
  if (from.endsWith('webp')) settings.push('--quality', String(quality));
  /** @type {Record<string, Program>} */
  const programs = {
    pareto: { command: [process.execPath, program, ...ours, ...settings], out: out('pareto') },
  };
  if (peer !== undefined && existsSync(peer)) {
    const args = [
      'batch',
      '-w',
      size[0],
      '-h',
      size[1],
      '--no-aspect-ratio',
      '-q',
      '85',
      '-t',
      String(threads),
    ];
    programs['FastResize'] = { command: [peer, ...args, from, out('peer')], out: out('peer') };
    programs['FastResize --max-speed'] = {
      command: [peer, ...args, '--max-speed', from, out('peer-max')],
      out: out('peer-max'),
    };
  }
  const args = [sharpBatch, from, out('sharp'), ...size, String(threads), String(quality)];
  programs['sharp'] = { command: [process.execPath, ...args], out: out('sharp') };
  return programs;
}

/**
 * @param {string} row
 * @param {Record<string, Program>} programs
 * @param {{ pairs: number, journal: string }} options
 * @returns {Promise<Figure[]>}
 */
async function rowFigures(row, programs, { pairs, journal }) {
  for (let n = 0; n < pairs; n++) {
    /** @type {Record<string, Measured>} */
    const pair = {};
    // Whoever is first in one pair is last in the next.
    const names = Object.keys(programs);
    for (const name of n % 2 === 0 ? names : names.reverse()) {
      const { command, out } = /** @type {Program} */ (programs[name]);
      pair[name] = { ...(await runOnce(command, out)), bytes: bytesIn(out) };
    }
    appendFileSync(journal, `${JSON.stringify({ row, pair })}\n`);
  }
  const measured = readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((each) => each.row === row)
    .map((each) => /** @type {Pair} */ (each.pair));
  const own = measured.map(({ pareto }) => pareto);
  /** @type {Figure[]} */
  const figures = [
    {
      what: `${row}: Pareto itself`,
      value: `${median(own.map(({ wall }) => wall)).toFixed(2)} s, ${median(own.map(({ cpu }) => cpu)).toFixed(2)} s of CPU, ${median(own.map(({ mib }) => mib)).toFixed(0)} MiB`,
      bound: `${measured.length} pairs, ${threads} threads`,
    },
  ];
  for (const name of Object.keys(programs).filter((each) => each !== 'pareto')) {
    const both = measured.filter((pair) => pair[name] !== undefined);
    const ratios = (/** @type {'wall' | 'cpu' | 'mib'} */ key) =>
      both.map(
        (pair) => pair.pareto[key] / /** @type {import('./resize/run.js').Run} */ (pair[name])[key],
      );
    const sizes = both.flatMap(({ pareto, [name]: other }) =>
      pareto.bytes && other?.bytes ? [pareto.bytes / other.bytes] : [],
    );
    const size = sizes.length > 0 ? `, bytes ${median(sizes).toFixed(2)}` : '';
    const wall = median(ratios('wall'));
    const goal = name === 'sharp' ? 1 : (goals[row] ?? 1);
    figures.push({
      what: `${row}: over ${name}`,
      value: `wall ${spread(ratios('wall'))}, CPU ${spread(ratios('cpu'))}, memory ${spread(ratios('mib'))}${size}`,
      bound: `goal: wall at most ${goal}${wall <= goal ? '' : ', missed'}`,
    });
  }
  return figures;
}

/**
 * @param {Record<string, Program>} programs
 * @param {import('./resize/inputs.js').Batch & { row: string, from: string, scratch: string }} batch
 * @returns {Promise<Figure[]>}
 */
async function qualityFigures(programs, { row, format, quality = 85, from, to, scratch }) {
  const coding = { quality, format: format === 'webp' ? format : /** @type {const} */ ('jpeg') };
  const ceiling = await measureCeiling(from, path.join(scratch, 'ceiling'), to, coding);
  /** @type {Figure[]} */
  const figures = [
    {
      what: `${row}: the exact pictures themselves as ${coding.format} of quality ${quality}`,
      value: `SSIMULACRA2 ${ceiling.ssimulacra2.toFixed(2)}, PSNR-Y ${ceiling.psnrY.toFixed(2)} dB, ${Math.round(ceiling.bytes)} bytes a picture`,
      bound: 'told beside',
    },
  ];
  for (const [name, { command, out }] of Object.entries(programs)) {
    await runOnce(command, out);
    const { ssimulacra2, psnrY, bytes } = await measureQuality(from, out, to);
    const isGoal = row !== 'quality-webp' && name === 'pareto';
    figures.push({
      what: `${row}: ${name}`,
      value: `SSIMULACRA2 ${ssimulacra2.toFixed(2)}, PSNR-Y ${psnrY.toFixed(2)} dB, ${Math.round(bytes)} bytes a picture`,
      bound: isGoal ? 'at least 80 and 39' : 'told beside',
      holds: !isGoal || (ssimulacra2 >= 80 && psnrY >= 39),
    });
  }
  return figures;
}

/** CPU of a batch of one small picture: nearly all of it is the start. @param {string} scratch @returns {Promise<Figure>} */
async function startFigure(scratch) {
  const sample = fileURLToPath(new URL('../../datasets/sample/city.png', import.meta.url));
  const file = path.join(scratch, 'one.jpg');
  execFileSync(process.execPath, [program, 'resize', sample, '--out', file]);
  const out = path.join(scratch, 'start');
  const runs = [];
  for (let n = 0; n < 7; n++) {
    const args = [program, 'resize', file, '--out', out, '--width', '100'];
    runs.push(await runOnce([process.execPath, ...args], out));
  }
  const bare = [];
  for (let n = 0; n < 7; n++) bare.push(await runOnce([process.execPath, '-e', '0'], out));
  const cpu = (/** @type {import('./resize/run.js').Run[]} */ all) =>
    median(all.map((run) => run.cpu));
  return {
    what: `start: CPU of one JPEG of ${statSync(file).size} bytes`,
    value: `${cpu(runs).toFixed(2)} s, of which Node itself ${cpu(bare).toFixed(2)} s`,
    bound: 'no goal',
  };
}

/** Bytes of all files in a folder. @param {string} folder */
function bytesIn(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Median, and least to most. @param {readonly number[]} values */
function spread(values) {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}
