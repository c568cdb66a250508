import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeImage, loadImageFile } from '../../dist/image/files/load.js';
import { savePng } from '../../dist/image/files/save.js';
import { sharp } from '../../dist/image/files/sharp.js';
import { ssimulacra2 } from '../../dist/metrics/ssimulacra2/ssimulacra2.js';
import { inScratch } from './report.js';

const rounds = 8;
const runs = 3;

/**
 * Fused multiply-adds of a pair for each pixel of the first scale, all scales together: 17 a picture
 * and pixel for XYB, at 4/3 of the pixels; 12 for each pixel of a plane whose blur is exact, which are
 * 5 of Y at the first scale, 10 of X and Y at the next three.
 */
const fusedPerPixel = (2 * 17 * 4) / 3 + 12 * (5 + 10 * (1 / 4 + 1 / 16 + 1 / 64));
/** Each is made of a product, a sum and three operations to round, in two lanes. */
const vectorsPerPixel = (fusedPerPixel * 5) / 2;

/**
 * SSIMULACRA 2 of a photograph and its JPEG of quality 75, both at hand as samples, against libjxl's
 * in-process time for the same pair, in turn. Least times, as other programs only delay. PARETO_PEERS
 * names the folder with bin/libjxl_timing (scripts/bench/peers).
 */
export async function bench() {
  const { original, decoded } = await pair();
  const { width, height } = original;
  return inScratch(async (folder) => {
    const files = [path.join(folder, 'original.png'), path.join(folder, 'decoded.png')];
    await savePng(files[0] ?? '', original);
    await savePng(files[1] ?? '', decoded);
    /** @type {{ prepare: number[], score: number[], libjxl: number[] }} */
    const ms = { prepare: [], score: [], libjxl: [] };
    await time(original, decoded);
    for (let round = 0; round < rounds; round++) {
      for (let run = 0; run < runs; run++) {
        const { prepare, score } = await time(original, decoded);
        ms.prepare.push(prepare);
        ms.score.push(score);
      }
      const libjxl = await timeLibjxl(files);
      if (libjxl !== null) ms.libjxl.push(libjxl);
    }
    return figures(ms, width * height);
  });
}

/**
 * @param {{ prepare: number[], score: number[], libjxl: number[] }} ms
 * @param {number} pixels
 */
function figures(ms, pixels) {
  const [prepare, score] = [Math.min(...ms.prepare), Math.min(...ms.score)];
  const libjxl = ms.libjxl.length > 0 ? Math.min(...ms.libjxl) : null;
  const vectors = (vectorsPerPixel * pixels) / 1e6;
  return [
    {
      what: `ssimulacra2 of a pair, ${pixels} pixels: ${vectors.toFixed(0)} M vector operations for roundings like libjxl's alone`,
      value: `${(prepare + score).toFixed(1)} ms, ${(vectors / (prepare + score)).toFixed(1)} G of them a second`,
      bound: 'a core does 2 a cycle',
    },
    {
      what: `over libjxl's in-process, ${libjxl === null ? 'no PARETO_PEERS' : `${libjxl.toFixed(1)} ms`}`,
      value: libjxl === null ? 'skipped' : ((prepare + score) / libjxl).toFixed(2),
      bound: 'at most 1',
    },
    {
      what: 'a further decoded picture of an original that is prepared',
      value: `${score.toFixed(1)} ms, ${((100 * prepare) / (prepare + score)).toFixed(0)} % saved`,
      bound: 'less than a pair',
    },
  ];
}

/**
 * @param {import('../../dist/image/raster.js').Raster} original
 * @param {import('../../dist/image/raster.js').Raster} decoded
 */
async function time(original, decoded) {
  const start = performance.now();
  const scorer = await ssimulacra2.prepare(original);
  const prepared = performance.now();
  await scorer.score(decoded);
  const end = performance.now();
  scorer.close();
  return { prepare: prepared - start, score: end - prepared };
}

/** A photograph brought to 768x512 and its JPEG of quality 75. */
async function pair() {
  const photograph = fileURLToPath(new URL('../../datasets/sample/city.png', import.meta.url));
  const { data, width, height, channels } = await loadImageFile(photograph);
  const enlarged = sharp(data, { raw: { width, height, channels } });
  const png = await enlarged.resize(768, 512, { fit: 'fill' }).png().toBuffer();
  const jpeg = await sharp(png).jpeg({ quality: 75 }).toBuffer();
  return {
    original: await decodeImage(png, { name: 'original.png' }),
    decoded: await decodeImage(jpeg, { name: 'decoded.jpg' }),
  };
}

/** @param {string[]} files */
async function timeLibjxl(files) {
  const peers = process.env['PARETO_PEERS'];
  if (peers === undefined) return null;
  const program = path.join(peers, 'bin', 'libjxl_timing');
  const { stdout } = await promisify(execFile)(program, [...files, String(runs)]);
  return JSON.parse(stdout).ssimulacra2.least;
}
