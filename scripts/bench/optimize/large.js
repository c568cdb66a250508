// Peak memory of optimising a JPEG of 100 megapixels, all processes of the program together.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { inScratch } from '../report.js';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const [width, height] = [12_000, 8_400];

/**
 * A photograph of the folders, repeated until the picture is full, optimised by each preset.
 * @param {readonly string[]} folders
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function largePeak(folders) {
  const [photo] = folders
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => /\.(jpe?g|png)$/i.test(file))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  if (photo === undefined || !existsSync('/proc/self/smaps_rollup')) {
    return [{ what: 'large JPEG', value: 'not measured', bound: 'wants a photograph, and Linux' }];
  }
  return inScratch(async (folder) => {
    const large = path.join(folder, 'large.jpg');
    const canvas = { width, height, channels: /** @type {const} */ (3), background: '#888' };
    await sharp({ create: canvas, limitInputPixels: false })
      .composite([{ input: photo, tile: true }])
      .jpeg({ quality: 92, progressive: false })
      .toFile(large);
    const figures = [];
    for (const args of [
      ['--preset', 'medium'],
      ['--target', 'ssimulacra2=75'],
    ]) {
      const out = path.join(folder, 'out.jpg');
      const { peak, seconds, answer } = await watch(['optimize', large, ...args, '--out', out]);
      const mebibytes = Math.round(peak / 2 ** 20);
      const { method, originalBytes, optimizedBytes, score, encodes } = answer;
      figures.push({
        what: `JPEG of ${width}x${height}, ${args.join(' ')}: peak of all processes`,
        value: `${mebibytes} MiB, ${seconds.toFixed(0)} s, ${method}, ${encodes} encodes, ${originalBytes} -> ${optimizedBytes} bytes, ${score?.metric} ${score?.value}`,
        bound: 'below 400 MiB',
        holds: mebibytes < 400,
      });
    }
    return figures;
  });
}

/** Runs the program, and looks all the time at what it and its processes have in memory. */
async function watch(/** @type {string[]} */ args) {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOf(Number(child.pid)));
  }, 20);
  await new Promise((resolve) => {
    child.on('close', resolve);
  });
  clearInterval(timer);
  const { files } = JSON.parse(text);
  return { peak, seconds: (performance.now() - start) / 1000, answer: files[0] };
}

/**
 * Proportional set size of a process and all below it, in bytes: a page that processes share is divided among them.
 * @returns {number}
 */
function memoryOf(/** @type {number} */ pid) {
  try {
    const sizes = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const own = 1024 * Number(/^Pss:\s+(\d+)/m.exec(sizes)?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return children
      .filter(Boolean)
      .reduce((/** @type {number} */ sum, child) => sum + memoryOf(Number(child)), own);
  } catch {
    return 0;
  }
}
