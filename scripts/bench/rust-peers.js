import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '../../dist/base/cache.js';
import { median } from '../../dist/base/statistics.js';
import { butteraugli } from '../../dist/metrics/butteraugli/butteraugli.js';
import { ssimulacra2 } from '../../dist/metrics/ssimulacra2/ssimulacra2.js';
import { photoPair } from './libjxl.js';
import { inScratch } from './report.js';

const manifest = fileURLToPath(new URL('peers/rust/Cargo.toml', import.meta.url));
const [warmUps, rounds] = [10, 31];

/**
 * SSIMULACRA 2 and Butteraugli of a photograph and its JPEG against the crates fast-ssim2 and
 * butteraugli, one thread each, call by call in turn. Processor time, as other programs only delay.
 * Cargo builds the peers on demand, into the user's cache.
 */
export async function bench() {
  const pair = await photoPair();
  const program = await build();
  if ('missing' in program) return compared.map(({ what }) => skipped(what, program.missing));
  return inScratch(async (folder) => {
    const peer = start(program.path, pair, folder);
    try {
      const figures = [];
      for (const { what, name, open } of compared) {
        const ours = await open(pair);
        figures.push(await inTurn(what, ours.run, () => peer.time(name)));
        ours.close();
      }
      return figures;
    } finally {
      peer.end();
    }
  });
}

/** @typedef {Awaited<ReturnType<typeof photoPair>>} Pair */

const compared = [
  { what: 'ssimulacra2 of a pair', name: 'ssimulacra2', open: whole(ssimulacra2) },
  {
    what: 'ssimulacra2 with a prepared original',
    name: 'ssimulacra2-next',
    open: prepared(ssimulacra2),
  },
  { what: 'butteraugli of a pair', name: 'butteraugli', open: whole(butteraugli) },
  {
    what: 'butteraugli with a prepared original',
    name: 'butteraugli-next',
    open: prepared(butteraugli),
  },
];

/** @param {import('../../dist/metrics/metric.js').Metric} metric */
function whole(metric) {
  return async (/** @type {Pair} */ { original, decoded }) => ({
    run: async () => {
      const scorer = await metric.prepare({ ...original });
      const { value } = await scorer.score({ ...decoded });
      scorer.close();
      return value;
    },
    close: () => {},
  });
}

/** @param {import('../../dist/metrics/metric.js').Metric} metric */
function prepared(metric) {
  return async (/** @type {Pair} */ { original, decoded }) => {
    const scorer = await metric.prepare(original);
    // A copy each time: what is known of a decoded picture is not worked out again.
    return { run: async () => (await scorer.score({ ...decoded })).value, close: scorer.close };
  };
}

/**
 * The median of the ratios, each of two calls one straight after the other.
 * @param {string} what
 * @param {() => Promise<number>} ours
 * @param {() => Promise<{ milliseconds: number, value: number }>} peer
 */
async function inTurn(what, ours, peer) {
  /** @type {{ own: number, other: number }[]} */
  const times = [];
  let values = '';
  for (let round = -warmUps; round < rounds; round++) {
    const start = process.cpuUsage();
    const value = await ours();
    const { user, system } = process.cpuUsage(start);
    const own = (user + system) / 1000;
    const other = await peer();
    values = `${value.toFixed(3)} and ${other.value.toFixed(3)}`;
    if (round >= 0) times.push({ own, other: other.milliseconds });
  }
  const own = median(times.map((each) => each.own));
  const other = median(times.map((each) => each.other));
  const ratio = median(times.map((each) => each.own / each.other));
  return {
    what: `${what}, over the Rust crate's (values ${values})`,
    value: `${ratio.toFixed(2)}, ${own.toFixed(1)} of ${other.toFixed(1)} ms`,
    bound: 'at most 0.7',
  };
}

/**
 * @param {string} what
 * @param {string} reason
 */
function skipped(what, reason) {
  return {
    what: `${what}, over the Rust crate's`,
    value: `skipped: ${reason}`,
    bound: 'at most 0.7',
  };
}

/** @returns {Promise<{ path: string } | { missing: string }>} */
async function build() {
  const target = cacheFolder('bench', 'rust-peers');
  const args = ['build', '--release', '--locked', '--quiet', '--target-dir', target];
  try {
    await promisify(execFile)('cargo', [...args, '--manifest-path', manifest]);
    return { path: path.join(target, 'release', 'metric-peers') };
  } catch (thrown) {
    const { code, stderr = '' } = /** @type {{ code?: unknown, stderr?: string }} */ (thrown);
    if (code === 'ENOENT') return { missing: 'cargo is missing' };
    return { missing: `cargo does not build them: ${stderr.trim().split('\n')[0]}` };
  }
}

/**
 * @param {string} program
 * @param {Pair} pair
 * @param {string} folder
 */
function start(program, { original, decoded }, folder) {
  const files = ['original.rgb', 'decoded.rgb'].map((name) => path.join(folder, name));
  writeFileSync(files[0] ?? '', original.data);
  writeFileSync(files[1] ?? '', decoded.data);
  const size = [original.width, original.height].map(String);
  const child = spawn(program, [...size, ...files], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param {string} name */
    async time(name) {
      child.stdin.write(`${name}\n`);
      const { value: line, done } = await lines.next();
      if (done) throw new Error(`metric-peers ended at ${name}`);
      const [milliseconds = Number.NaN, value = Number.NaN] = line.split(' ').map(Number);
      return { milliseconds, value };
    },
    end: () => child.stdin.end(),
  };
}
