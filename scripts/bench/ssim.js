import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { photoPair } from './libjxl.js';
import { inScratch } from './report.js';

const [width, height, channels] = [768, 512, 3];
const windows = (width - 10) * (height - 10) * channels;

/**
 * 32-bit operations for a window of one channel: of the three moments d, d² and a d in two
 * directions 6 products and 10 sums each, 6 to make them, 22 for SSIM and its sum.
 */
const operations = 3 * 2 * 16 + 6 + 22;

/** Bytes read for it, once each: a sample of either picture, mean and variance of the original. */
const bytes = 2 + 2 * 4;

/** The SSIM family in one thread, beside the libraries that people use for it. */
export async function bench() {
  const { ssim } = await import('../../dist/metrics/ssim/ssim.js');
  const { ssimPooled } = await import('../../dist/metrics/ssim/pooled.js');
  const { msSsim } = await import('../../dist/metrics/ssim/multiscale.js');
  const { original, decoded } = await photoPair();

  const ours = await timeMetric(ssim, original, decoded);
  const javascript = await timeSsimJs(original, decoded);
  const pooled = await timeMetric(ssimPooled, original, decoded);
  const multiscale = await timeMetric(msSsim, original, decoded);
  const peers = await timePeers(original, decoded);

  const giga = (operations * windows) / ours.score / 1e6;
  return [
    {
      what: `ssim, ${width}x${height} RGB: floor ${millions(operations * windows)} operations, ${millions(bytes * windows)} bytes read`,
      value: `${ms(ours.score)}, ${giga.toFixed(1)} G operations/s`,
      bound:
        'two instructions of 4 lanes a cycle at 3 GHz are 24 G operations/s; no fused multiply-add here',
    },
    ...[
      { name: 'ssim', time: ours },
      { name: 'ssim-pooled', time: pooled },
      { name: 'ms-ssim', time: multiscale },
    ].map(({ name, time }) => ({
      what: `${name}: one more picture against a prepared original`,
      value: `${ms(time.score)} instead of ${ms(time.whole)}, ${percent(1 - time.score / time.whole)} saved`,
      bound: 'the original prepared once',
    })),
    {
      what: `ssim.js, original algorithm (luma alone, ${ms(javascript)}) over ssim (RGB)`,
      value: versus(javascript, ours),
      bound: 'at least 20',
    },
    ...comparison(peers, 'scikit-image ssim', 'ssim', ours, 5),
    ...comparison(peers, 'piq ssim', 'ssim-pooled', pooled, 1),
    ...comparison(peers, 'pytorch-msssim ms-ssim', 'ms-ssim', multiscale, 3),
  ];
}

/**
 * Milliseconds of one score against a prepared original, and of preparing and scoring.
 * @param {import('../../dist/metrics/metric.js').Metric} metric
 * @param {import('../../dist/image/raster.js').Raster} original
 * @param {import('../../dist/image/raster.js').Raster} decoded
 */
async function timeMetric(metric, original, decoded) {
  const scorer = await metric.prepare(original);
  const score = await least(40, () => scorer.score(decoded));
  scorer.close();
  const whole = await least(20, async () => {
    const once = await metric.prepare(original);
    await once.score(decoded);
    once.close();
  });
  return { score, whole };
}

/**
 * @param {import('../../dist/image/raster.js').Raster} original
 * @param {import('../../dist/image/raster.js').Raster} decoded
 */
async function timeSsimJs(original, decoded) {
  const { ssim } = await import('ssim.js');
  const { rgbaBytes } = await import('../../dist/metrics/comparable.js');
  const [a, b] = [original, decoded].map((image) => ({ width, height, data: rgbaBytes(image) }));
  const options = /** @type {const} */ ({ ssim: 'original', downsample: false });
  return least(5, () => ssim(/** @type {any} */ (a), /** @type {any} */ (b), options));
}

/**
 * Milliseconds of the Python packages by their names, or null where no Python has them.
 * @param {import('../../dist/image/raster.js').Raster} original
 * @param {import('../../dist/image/raster.js').Raster} decoded
 * @returns {Promise<Record<string, { least: number }> | null>}
 */
async function timePeers(original, decoded) {
  const python = process.env['PARETO_PEERS_PYTHON'];
  if (!python) return null;
  const { savePng } = await import('../../dist/image/files/save.js');
  return inScratch(async (folder) => {
    const files = ['original.png', 'decoded.png'].map((name) => path.join(folder, name));
    await savePng(/** @type {string} */ (files[0]), original);
    await savePng(/** @type {string} */ (files[1]), decoded);
    const script = fileURLToPath(new URL('peers/metrics_peers.py', import.meta.url));
    const { stdout } = await promisify(execFile)(python, [script, ...files, '9']);
    return JSON.parse(stdout).ms;
  });
}

/**
 * @param {Record<string, { least: number }> | null} peers
 * @param {string} peer
 * @param {string} name
 * @param {{ score: number, whole: number }} ours
 * @param {number} times
 */
function comparison(peers, peer, name, ours, times) {
  const theirs = peers?.[peer]?.least;
  return [
    {
      what: `${peer}${theirs === undefined ? '' : ` (${ms(theirs)})`} over ${name}`,
      value:
        theirs === undefined
          ? 'skipped: set PARETO_PEERS_PYTHON, see scripts/bench/peers/metrics_peers.py'
          : versus(theirs, ours),
      bound: `at least ${times}`,
    },
  ];
}

/**
 * @param {number} theirs
 * @param {{ score: number, whole: number }} ours
 */
function versus(theirs, { score, whole }) {
  return `${(theirs / score).toFixed(1)} times, ${(theirs / whole).toFixed(1)} with the original unprepared`;
}

/**
 * Least milliseconds of so many runs: work of a fixed size is only ever slowed by what else runs.
 * Before them it runs for a second, in which the engine compiles its kernels anew for speed.
 * @param {number} runs
 * @param {() => unknown} work
 */
async function least(runs, work) {
  const warm = performance.now() + 1000;
  while (performance.now() < warm) await work();
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

const ms = (/** @type {number} */ time) => `${time.toFixed(1)} ms`;
const millions = (/** @type {number} */ count) => `${(count / 1e6).toFixed(0)} M`;
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;
