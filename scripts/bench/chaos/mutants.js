import sharp from 'sharp';
import { seededRandom } from '../../../dist/base/statistics.js';
import { decodeFile } from '../../../dist/codecs/decode.js';
import { encode } from '../../../dist/codecs/encode.js';
import { codecs } from '../../../dist/codecs/registry.js';
import { encodePam, encodePnm } from '../../../dist/image/pnm.js';
import { createRaster } from '../../../dist/image/raster.js';
import { descendants, memoryOf } from './memory.js';

/** What a file below 1 MB may take, in bytes and seconds. */
const mostBytes = 1e9;
const mostSeconds = 300;

/** How often it is looked how much memory the decoders have had at most. */
const lookMilliseconds = 20;

/**
 * 10,000 mutants of small files, over all decoders that are here, at the default limits. This process
 * must outlive them all; none may take more than a decode may.
 * @param {import('../report.js').BenchOptions} options
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function chaos({ seed, share }) {
  const count = Math.max(1, Math.round(10_000 * share));
  const { next } = seededRandom(seed);
  const files = await seedFiles();
  /** @type {Map<string, number>} */
  const outcomes = new Map();
  /** @type {string[]} */
  const odd = [];
  let peak = 0;
  let slowest = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, ...descendants().map((pid) => memoryOf(pid, 'VmHWM')));
  }, lookMilliseconds);
  let begun = 0;
  const work = async () => {
    while (begun < count) {
      const nth = begun++;
      const file = files[nth % files.length];
      if (file === undefined) return;
      const { name, bytes, codec } = file;
      const mutant = mutate(bytes, next);
      const start = performance.now();
      const outcome = await decodeFile(mutant, { codec, name }).then(
        () => 'decoded',
        (error) => error.code ?? `odd: ${error.message}`,
      );
      slowest = Math.max(slowest, (performance.now() - start) / 1000);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // A raw error names no picture and has no code; one of a dead process is told, and is no crash of ours.
      if (outcome.startsWith('odd')) odd.push(`${name}: ${outcome}`);
      if (['process-died', 'time-limit', 'memory-limit'].includes(outcome)) {
        console.log(`    mutant ${nth} of ${name}: ${outcome}`);
      }
      if (begun % 1000 === 0) console.log(`    ${begun} mutants, ${(peak / 1e6).toFixed(0)} MB`);
    }
  };
  await Promise.all([work(), work()]);
  clearInterval(looking);
  for (const each of odd.slice(0, 10)) console.log(`    ${each}`);
  const told = [...outcomes].sort((a, b) => b[1] - a[1]).map(([what, n]) => `${n} ${what}`);
  const late = outcomes.get('time-limit') ?? 0;
  return [
    {
      what: `crashes of the program, over ${count} mutants of ${files.length} decoders and formats`,
      value: `0; ${told.join(', ')}`,
      bound: '0',
    },
    {
      what: 'errors without a code',
      value: String(odd.length),
      bound: '0',
      holds: odd.length === 0,
    },
    {
      what: 'largest memory of a process that decodes',
      value: `${(peak / 1e6).toFixed(0)} MB`,
      bound: 'below 1000 MB',
      holds: peak < mostBytes,
    },
    {
      what: 'ended by the limit of time; the slowest mutant',
      value: `${late}; ${slowest.toFixed(1)} s`,
      bound: `0; ${mostSeconds} s`,
      holds: late === 0 && slowest < mostSeconds,
    },
  ];
}

/**
 * A small file for each engine of each codec that is here, and for each format that images are loaded
 * from.
 * @returns {Promise<{ name: string, bytes: Uint8Array, codec: string | undefined }[]>}
 */
async function seedFiles() {
  const data = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7 + (i >> 6)) % 251);
  const image = createRaster({ width: 64, height: 48, channels: 3, depth: 8, data });
  const source = sharp(data, { raw: { width: 64, height: 48, channels: 3 } });
  const files = [];
  for (const id of codecs.names) {
    const codec = await codecs.load(id);
    const { engine } = codec.params;
    for (const each of engine?.type === 'choice' ? engine.values : [null]) {
      const spec = each === null ? id : `${id}:engine=${each}`;
      const input = String(codec.input) === 'jpeg' ? await source.jpeg().toBuffer() : image;
      // Those that cannot run here are passed over.
      const made = await encode(input, spec).catch(() => null);
      if (made !== null) files.push({ name: spec, bytes: made.bytes, codec: spec });
    }
  }
  /** @type {Record<string, Uint8Array>} */
  const loaded = {
    png: await source.png().toBuffer(),
    palette: await source.png({ palette: true }).toBuffer(),
    jpeg: await source.jpeg({ progressive: true }).toBuffer(),
    webp: await source.webp().toBuffer(),
    avif: await source.avif({ effort: 0 }).toBuffer(),
    tiff: await source.tiff({ compression: 'lzw', tile: true }).toBuffer(),
    gif: await source.gif().toBuffer(),
    pnm: encodePnm(image),
    pam: encodePam(image),
    bmp: bmpOf(image),
  };
  for (const [name, bytes] of Object.entries(loaded)) {
    files.push({ name, bytes, codec: undefined });
  }
  return files;
}

/**
 * BMP of 24 bits.
 * @param {import('../../../dist/image/raster.js').Raster} image
 */
function bmpOf({ width, height, data }) {
  const bytes = Buffer.alloc(54 + data.length);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.set(data, 54);
  return bytes;
}

/**
 * One of the usual ways in which files break, and in which attackers break them; mostly in the header.
 * @param {Uint8Array} bytes
 * @param {() => number} next
 */
function mutate(bytes, next) {
  let made = Buffer.from(bytes);
  /** @param {number} below */
  const whole = (below) => Math.floor(next() * below);
  const place = () => (next() < 0.6 ? whole(Math.min(200, made.length)) : whole(made.length));
  for (let turn = 1 + whole(3); turn > 0 && made.length > 8; turn--) {
    const at = place();
    const way = whole(8);
    if (way === 0) made[at] = made.readUInt8(at) ^ (1 << whole(8));
    else if (way === 1) made[at] = whole(256);
    else if (way === 2) made = made.subarray(0, at);
    else if (way === 3)
      made = Buffer.concat([made.subarray(0, at), made.subarray(at + 1 + whole(16))]);
    else if (way === 4) {
      made = Buffer.concat([made.subarray(0, at), made.subarray(at >> 1, at), made.subarray(at)]);
    } else {
      // A number of two or four bytes that is large, zero or negative.
      const odd = [0, 0xff, 0x7f, 0x80][whole(4)] ?? 0;
      made.fill(odd, at, Math.min(made.length, at + (way === 5 ? 2 : 4)));
      if (way === 7) made[at] = 0;
    }
  }
  return made;
}
