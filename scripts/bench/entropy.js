import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scaleGrid, scaleTable } from '../../dist/entropy/distributions/parametric.js';
import { idealBits } from '../../dist/entropy/ideal-bits.js';
import { entropyCoders } from '../../dist/entropy/registry.js';
import { inScratch } from './report.js';

/** @typedef {import('./report.js').Figure} Figure */
/** @typedef {import('../../dist/entropy/distribution.js').DistributionTable} DistributionTable */
/** @typedef {{ table: DistributionTable, symbols: Int16Array, indexes: Uint16Array }} Message */
/** @typedef {{ bytes: number, encodeMs: number, decodeMs: number }} Result */
/** @typedef {{ missing: Record<string, string>, coders: Record<string, Result> }} Peers */

/** Milliseconds of runs before those that count, in which the engine compiles its kernels for speed. */
const warmUp = 500;
const runs = 150;
/** The peers take ten times as long. */
const peerRuns = 15;
const precision = 16;
const goal = 150;

/** Symbols of each case; the many are of int8, as all of the one distribution are. */
const cases = [
  { what: 'one distribution', scales: [2], count: 400_000 },
  { what: '64 distributions in turns', scales: scaleGrid({ greatest: 12 }), count: 200_000 },
];

/** Coders of ours with those that they are compared with. */
const rivals = [
  { id: 'rans', peers: ['CompressAI rANS', 'constriction ANS'] },
  { id: 'range', peers: ['constriction range', 'range-coder', 'torchac'] },
  { id: 'tans', peers: [] },
  { id: 'huffman', peers: [] },
];

/**
 * The modelled coders on Laplacian symbols, beside those that people use for learned codecs, on the
 * same symbols and distributions: from the first symbol in an array to the last byte and back, with
 * tables made before, the least time of some runs. Ours are wall times, the peers' are of the processor,
 * since theirs are long enough for other programs to come between. To encode a symbol by rANS takes some
 * 20 instructions beside 9 loads, to decode one 16 beside 5: at 3 to 4 a cycle and 3 GHz 300 to 500 M
 * symbols a second.
 */
export async function bench() {
  /** @type {Figure[]} */
  const figures = [];
  for (const { what, scales, count } of cases) {
    const message = draw(scales, count);
    const ideal = idealBits(message.table, message.symbols, message.indexes) / 8;
    const first = await timeOurs(message);
    const peers = await timePeers(message);
    const second = await timeOurs(message);
    for (const { id, peers: names } of rivals) {
      const [a, b] = [/** @type {Result} */ (first[id]), /** @type {Result} */ (second[id])];
      const ours = {
        bytes: a.bytes,
        encodeMs: Math.min(a.encodeMs, b.encodeMs),
        decodeMs: Math.min(a.decodeMs, b.decodeMs),
      };
      figures.push(...figuresOf({ what, id, names, ours, peers, ideal, count }));
    }
  }
  return figures;
}

/**
 * @param {{ what: string, id: string, names: string[], ours: Result, peers: Peers | null, ideal: number,
 *   count: number }} measured
 * @returns {Figure[]}
 */
function figuresOf({ what, id, names, ours, peers, ideal, count }) {
  const most = 1.001 * ideal + 16;
  const more = ours.bytes - ideal;
  const figures = [
    {
      what: `${id}, ${what}: bytes over the ideal ${ideal.toFixed(0)}`,
      value: `${more.toFixed(1)}, ${((100 * more) / ideal).toFixed(3)} %`,
      bound: id === 'huffman' ? 'what whole bits cost' : `at most ${(most - ideal).toFixed(1)}`,
    },
    {
      what: `${id}, ${what}: encode and decode, M symbols/s`,
      value: `${rate(count, ours.encodeMs)} and ${rate(count, ours.decodeMs)}`,
      bound: id === 'rans' ? `at least ${goal}` : 'no goal',
    },
  ];
  for (const name of names) {
    const peer = peers?.coders[name];
    const lack =
      peers === null
        ? 'set PARETO_PEERS_PYTHON, see scripts/bench/peers/entropy_peers.py'
        : peers.missing[name];
    figures.push({
      what: `${id} over ${name}, ${what}: encode, decode, times as fast; bytes more`,
      value: peer
        ? `${(peer.encodeMs / ours.encodeMs).toFixed(2)}, ${(peer.decodeMs / ours.decodeMs).toFixed(2)} of ${rate(count, peer.encodeMs)}, ${rate(count, peer.decodeMs)} M symbols/s; ${ours.bytes - peer.bytes} of ${peer.bytes}`
        : `skipped: ${lack}`,
      bound: 'at least 1',
    });
  }
  return figures;
}

/**
 * Laplacian symbols that all have a slot, from a generator that needs no engine's luck.
 * @param {number[]} scales
 * @param {number} count
 * @returns {Message}
 */
function draw(scales, count) {
  const table = scaleTable('laplace', scales, precision);
  let state = 1;
  const random = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const indexes = Uint16Array.from({ length: count }, () => Math.floor(random() * scales.length));
  const symbols = Int16Array.from(indexes, (index) => {
    const { offset, cdf } = /** @type {any} */ (table.distributions[index]);
    const size = -(scales[index] ?? 0) * Math.log(1 - random());
    const symbol = Math.round(random() < 0.5 ? -size : size);
    return Math.max(offset, Math.min(offset + cdf.length - 3, symbol));
  });
  return { table, symbols, indexes };
}

/**
 * @param {Message} message
 * @returns {Promise<Record<string, Result>>}
 */
async function timeOurs({ table, symbols, indexes }) {
  /** @type {Record<string, Result>} */
  const results = {};
  for (const { id } of rivals) {
    const coder = await entropyCoders.load(id);
    if (coder.kind !== 'modelled') throw new Error(`${id} is no modelled coder`);
    const session = await coder.open();
    const back = new Int16Array(symbols.length);
    let bytes = new Uint8Array(0);
    let encodeMs = Number.POSITIVE_INFINITY;
    let decodeMs = Number.POSITIVE_INFINITY;
    const counted = performance.now() + warmUp;
    for (let run = 0; run < runs; ) {
      const start = performance.now();
      const encoder = session.encoder(table);
      encoder.push(symbols, indexes);
      bytes = new Uint8Array(encoder.finish());
      const middle = performance.now();
      const decoder = session.decoder(table, bytes);
      decoder.pull(back, indexes);
      decoder.finish();
      const end = performance.now();
      if (start < counted) continue;
      run++;
      encodeMs = Math.min(encodeMs, middle - start);
      decodeMs = Math.min(decodeMs, end - middle);
    }
    await session.close();
    if (!back.every((symbol, i) => symbol === symbols[i])) throw new Error(`${id} lost a symbol`);
    results[id] = { bytes: bytes.length, encodeMs, decodeMs };
  }
  return results;
}

/**
 * The Python packages, or null where no Python has them.
 * @param {Message} message
 * @returns {Promise<Peers | null>}
 */
async function timePeers({ table, symbols, indexes }) {
  const python = process.env['PARETO_PEERS_PYTHON'];
  if (!python) return null;
  return inScratch(async (folder) => {
    const files = {
      symbols: path.join(folder, 'symbols'),
      indexes: path.join(folder, 'indexes'),
    };
    writeFileSync(files.symbols, symbols);
    writeFileSync(files.indexes, indexes);
    const file = path.join(folder, 'case.json');
    const offsets = table.distributions.map(({ offset }) => offset);
    const cdfs = table.distributions.map(({ cdf }) => Array.from(cdf));
    writeFileSync(file, JSON.stringify({ ...files, offsets, cdfs }));
    const script = fileURLToPath(new URL('peers/entropy_peers.py', import.meta.url));
    const PATH = `${path.dirname(python)}${path.delimiter}${process.env['PATH']}`;
    const { stdout } = await promisify(execFile)(python, [script, file, String(peerRuns)], {
      env: { ...process.env, PATH },
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(/** @type {string} */ (stdout.trim().split('\n').at(-1)));
  });
}

const rate = (/** @type {number} */ count, /** @type {number} */ ms) =>
  (count / ms / 1000).toFixed(count / ms < 1e4 ? 1 : 0);
