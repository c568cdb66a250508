import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inScratch } from './report.js';

const shape = { codecs: 20, efforts: 4, qualities: 10, images: 1250 };

/** @param {number} codec the first one is the anchor, under the name that it has by default */
const nameOf = (codec) => (codec === 0 ? 'jpeg' : `codec${codec}`);

const made = fileURLToPath(new URL('leaderboard-process.js', import.meta.url));

/** Makes leaderboard.json of a million records: 80 curves of 10 points, 5 metrics, 1250 images. */
export async function bench() {
  return inScratch(async (results) => {
    const bytes = writeMillion(results);
    const { stdout } = await promisify(execFile)(process.execPath, [made, results]);
    const { seconds, cpu, maxRSS, records, compared } = JSON.parse(stdout);
    const expected = shape.codecs * shape.efforts * shape.qualities * shape.images;
    if (records !== expected) throw new Error(`${records} of ${expected} records were read`);
    const whole = compared.filter((/** @type {number} */ n) => n === shape.images).length;
    if (whole !== shape.codecs * shape.efforts) throw new Error(`${whole} curves were compared`);
    const size = (bytes / 1e9).toFixed(2);
    return [
      {
        what: `leaderboard.json of ${records.toLocaleString('en')} records, ${size} GB`,
        value: `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU`,
        bound: 'under 20 s on 2 cores',
      },
      {
        what: 'peak memory of the process',
        value: `${((maxRSS * 1024) / 1e9).toFixed(2)} GB`,
        bound: 'under 1 GB',
      },
    ];
  });
}

/**
 * Writes records as long as those of real sweeps, and tells their bytes. The figures are of curves
 * that rise, with every image's own, so that all comparisons have something to compute.
 * @param {string} results
 */
function writeMillion(results) {
  const images = Array.from({ length: shape.images }, (_, n) => ({
    name: `image${n}`,
    sha256: hash('sha256', `image ${n}`),
    detail: 0.6 + ((n * 7919) % 1000) / 1250,
  }));
  let bytes = 0;
  mkdirSync(path.join(results, 'rd', 'bench'), { recursive: true });
  for (let codec = 0; codec < shape.codecs; codec++) {
    const file = path.join(results, 'rd', 'bench', `${nameOf(codec)}.jsonl`);
    const handle = openSync(file, 'w');
    for (const image of images) writeSync(handle, recordsOf(codec, image));
    closeSync(handle);
    bytes += statSync(file).size;
  }
  return bytes;
}

/**
 * All records of one codec and one image.
 * @param {number} codec
 * @param {{ name: string, sha256: string, detail: number }} image
 */
function recordsOf(codec, { name, sha256, detail }) {
  let text = '';
  for (let effort = 0; effort < shape.efforts; effort++) {
    for (let i = 0; i < shape.qualities; i++) {
      const quality = 5 + 10 * i;
      const bytes = Math.round(3000 * 1.55 ** i * detail * (1 - codec / 50) * (1 - effort / 20));
      const wobble = Math.sin(codec + 3 * effort + 5 * i + 100 * detail) / 5;
      const metrics = {
        psnr: 26 + 2.1 * i - 3 * detail + wobble,
        ssim: 1 - 0.25 * 0.7 ** (i + wobble),
        'ms-ssim': 1 - 0.12 * 0.65 ** (i + wobble),
        ssimulacra2: 95 - 90 * 0.75 ** (i + wobble),
        butteraugli: 9 * 0.8 ** (i + wobble),
      };
      const tile = { x: 256, y: 320, width: 64, height: 64 };
      const worstTiles = Object.entries(metrics).map(([id, value]) => [
        id,
        { ...tile, value: value * 0.8 },
      ]);
      const key = hash('sha256', `${codec} ${effort} ${quality} ${name}`);
      text += `${JSON.stringify({
        schema: 1,
        kind: 'rd',
        key,
        protocol: 1,
        codec: nameOf(codec),
        spec: `${nameOf(codec)}:effort=${effort},quality=${quality}`,
        settings: {
          engine: 'sharp',
          effort,
          chroma: '4:2:0',
          lossless: false,
          depth: '8',
          quality,
        },
        knob: 'quality',
        engine: { name: `lib${nameOf(codec)}`, version: '1.6.0', runtime: 'native' },
        dataset: 'bench',
        image: name,
        imageSha256: sha256,
        crop: null,
        width: 768,
        height: 512,
        bytes,
        sourceBytes: null,
        bitstreamSha256: hash('sha256', key),
        conversion: null,
        exact: false,
        learned: null,
        bpp: (8 * bytes) / (768 * 512),
        metrics,
        metricVersions: {
          psnr: '1',
          ssim: '2',
          'ms-ssim': '1',
          ssimulacra2: '2.1.0',
          butteraugli: '1+a1.0+80nits',
        },
        metricErrors: {},
        worstTiles: Object.fromEntries(worstTiles),
        error: null,
        version: '0.1.0',
        commit: '2b59a7aad4f6',
        at: '2026-01-01T00:00:00.000Z',
      })}\n`;
    }
  }
  return text;
}
