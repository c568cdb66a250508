import { median } from '../../dist/base/statistics.js';
import { butteraugli, butteraugliP3 } from '../../dist/metrics/butteraugli/butteraugli.js';
import { photoPair, timeLibjxl } from './libjxl.js';
import { inScratch } from './report.js';

const rounds = 5;
const runs = 5;

/**
 * 32-bit operations for a pixel of a pair, a quarter more for half the size. For each picture 540 in
 * four separable blurs, 140 for light to X, Y and B, 40 between the blurs; for both 490 in the Malta
 * filter of six bands, 125 to weigh these, 125 for what remains.
 */
const operations = 1.25 * (2 * (540 + 140 + 40) + 490 + 125 + 125);

/**
 * Both Butteraugli metrics of a photograph and its JPEG in one thread, in turn with libjxl's own in
 * its process.
 */
export async function bench() {
  const pair = await photoPair();
  const { width, height } = pair.original;
  /** @type {Record<'prepare' | 'score' | 'both' | 'libjxl' | 'libjxlNext', number[]>} */
  const ms = { prepare: [], score: [], both: [], libjxl: [], libjxlNext: [] };
  await inScratch(async (folder) => {
    for (let warmUp = 0; warmUp < runs; warmUp++) await time(pair);
    for (let round = 0; round < rounds; round++) {
      for (let run = 0; run < runs; run++) {
        const { prepare, score, both } = await time(pair);
        ms.prepare.push(prepare);
        ms.score.push(score);
        ms.both.push(both);
      }
      const libjxl = await timeLibjxl(pair, { folder, runs });
      if (libjxl === null) continue;
      ms.libjxl.push(libjxl['butteraugli']?.median ?? Number.NaN);
      ms.libjxlNext.push(libjxl['butteraugli-next']?.median ?? Number.NaN);
    }
  });
  const [prepare, score] = [median(ms.prepare), median(ms.score)];
  const giga = (operations * width * height) / (prepare + score) / 1e6;
  return [
    {
      what: `butteraugli of a pair, ${width}x${height} RGB, one thread`,
      value: `${(prepare + score).toFixed(1)} ms, ${giga.toFixed(1)} G operations/s`,
      bound: '24 G operations/s are two instructions of 4 lanes a cycle at 3 GHz',
    },
    { what: "over libjxl's in its process", ...ratio(prepare + score, ms.libjxl) },
    { what: 'butteraugli-p3 of the same pair besides', ...share(median(ms.both), prepare + score) },
    {
      what: 'a further decoded picture of an original that is prepared',
      value: `${score.toFixed(1)} ms, ${((100 * prepare) / (prepare + score)).toFixed(0)} % saved`,
      bound: 'less than a pair',
    },
    { what: "over libjxl's with a prepared original", ...ratio(score, ms.libjxlNext) },
  ];
}

/**
 * @param {number} ours
 * @param {number[]} theirs
 */
function ratio(ours, theirs) {
  if (theirs.length === 0) return { value: 'skipped: no PARETO_PEERS', bound: 'at most 1' };
  const peer = median(theirs);
  return { value: `${(ours / peer).toFixed(2)} of ${peer.toFixed(1)} ms`, bound: 'at most 1' };
}

/**
 * @param {number} more
 * @param {number} whole
 */
function share(more, whole) {
  return { value: `${((100 * more) / whole).toFixed(1)} % more`, bound: 'computed once for both' };
}

/** @param {Awaited<ReturnType<typeof photoPair>>} pair */
async function time({ original, decoded }) {
  const start = performance.now();
  const scorer = await butteraugli.prepare(original);
  const prepared = performance.now();
  await scorer.score(decoded);
  const scored = performance.now();
  const other = await butteraugliP3.prepare(original);
  await other.score(decoded);
  const end = performance.now();
  scorer.close();
  other.close();
  return { prepare: prepared - start, score: scored - prepared, both: end - scored };
}
