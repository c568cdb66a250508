// How far estimates of sizes are from actual sizes, on pictures that no constant was fitted on:
//
//   npm run bench -- estimate --photos ./set-a,./set-b
//
// Every picture is encoded whole and sampled once; what was measured is kept in the file --journal, and
// a later run goes on from it. The constants for a folder are fitted on all other folders; where there
// is one folder, those for a picture on all other pictures of it. Times are processor time.

import { availableEstimates, predictAuto } from './estimate/predict-auto.js';

const specs = [
  ...['webp', 'avif', 'jxl'].flatMap((codec) => [40, 60, 80].map((q) => `${codec}:quality=${q}`)),
  'png',
];

/** @param {import('./report.js').BenchOptions} options */
export async function bench({ photos = [], journal = 'bench-estimate.measured.jsonl' }) {
  if (photos.length === 0) {
    return [{ what: 'estimates', value: 'not measured', bound: 'expected --photos FOLDER,FOLDER' }];
  }
  const sets = await availableEstimates(photos, specs, journal);
  const answers = predictAuto(sets);
  const figures = [];
  const lossy = answers.filter(({ codec, megapixels }) => codec !== 'png' && megapixels >= 1.8);
  for (const codec of ['webp', 'avif', 'jxl']) {
    for (const rate of [40, 60, 80]) {
      const own = lossy.filter((one) => one.codec === codec && one.rate === rate);
      figures.push(...errorFigures(`${codec} ${rate}`, own, { mean: 0.02, p95: 0.05, most: 0.1 }));
    }
  }
  figures.push(...errorFigures('all lossy', lossy, { mean: 0.02, p95: 0.05, most: 0.1 }));
  figures.push(...biasFigures(lossy));
  const png = answers.filter(({ codec }) => codec === 'png');
  figures.push(...errorFigures('png', png, { mean: 0.02, p95: 0.06, most: 0.06 }));
  figures.push(...intervalFigures(answers), ...timeFigures(lossy), ...exactFigures(answers));
  return figures;
}

/** @typedef {import('./estimate/predict-auto.js').Answer} Answer */

/** @param {string} what @param {readonly Answer[]} answers @param {{ mean: number, p95: number, most: number }} bounds */
function errorFigures(what, answers, { mean, p95, most }) {
  if (answers.length === 0) return [];
  const errors = answers.map(({ error }) => Math.abs(error));
  const found = { mean: average(errors), p95: quantileOf(errors, 0.95), most: Math.max(...errors) };
  const by = [...new Set(answers.map(({ estimator }) => estimator))].join(', ');
  const down = average(answers.map(({ downscaleError }) => Math.abs(downscaleError)));
  return [
    {
      what: `${what}, error of ${answers.length} answers by ${by}`,
      value: `mean ${percent(found.mean)}, p95 ${percent(found.p95)}, max ${percent(found.most)}; downscale ${percent(down)}`,
      bound: `${percent(mean)}, ${percent(p95)}, ${percent(most)}, below downscale`,
      holds: found.mean <= mean && found.p95 <= p95 && found.most <= most && found.mean < down,
    },
  ];
}

/** @param {readonly Answer[]} answers */
function biasFigures(answers) {
  if (answers.length === 0) return [];
  const bias = average(answers.map(({ error }) => error));
  return [
    { what: 'bias', value: percent(bias), bound: 'within 0.5 %', holds: Math.abs(bias) <= 0.005 },
  ];
}

/** @param {readonly Answer[]} answers */
function intervalFigures(answers) {
  const sampled = answers.filter(({ estimator }) => estimator !== 'exact');
  if (sampled.length === 0) return [];
  const held = average(sampled.map(({ inside }) => (inside ? 1 : 0)));
  const high = sampled.filter(({ confidence }) => confidence === 'high');
  const figures = [
    {
      what: `intervals of 80 % that hold, of ${sampled.length} sampled answers`,
      value: percent(held),
      bound: '75 to 85 %',
      holds: held >= 0.75 && held <= 0.85,
    },
  ];
  if (high.length > 0) {
    const p95 = quantileOf(
      high.map(({ error }) => Math.abs(error)),
      0.95,
    );
    const value = percent(p95);
    figures.push({
      what: `p95 of ${high.length} answers of confidence high`,
      ...{ value, bound: '5 %', holds: p95 <= 0.05 },
    });
  }
  return figures;
}

/** @param {readonly Answer[]} answers */
function timeFigures(answers) {
  const slow = answers.filter(({ codec, estimator }) => codec !== 'webp' && estimator !== 'exact');
  const parts = /** @type {const} */ ([
    ['from 2.8 to 4.2 megapixels', 2.8, 4.2, 0.2],
    ['from 7.9 megapixels', 7.9, Infinity, 0.1],
  ]);
  return parts.flatMap(([what, from, to, bound]) => {
    const own = slow.filter(({ megapixels }) => megapixels >= from && megapixels <= to);
    if (own.length === 0) return [];
    const share = average(own.map(({ timeShare }) => timeShare));
    return [
      {
        what: `share of the encode's time, AVIF and JPEG XL ${what}`,
        ...{ value: percent(share), bound: percent(bound), holds: share <= bound },
      },
    ];
  });
}

/** @param {readonly Answer[]} answers */
function exactFigures(answers) {
  const small = answers.filter(({ codec, megapixels }) => codec === 'webp' && megapixels <= 4.1);
  if (small.length === 0) return [];
  const exact = average(small.map(({ estimator }) => (estimator === 'exact' ? 1 : 0)));
  return [
    {
      what: 'WebP up to 4.1 megapixels that is simply encoded',
      ...{ value: percent(exact), bound: '100 %', holds: exact === 1 },
    },
  ];
}

/** @param {readonly number[]} values */
function average(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {readonly number[]} values @param {number} level */
function quantileOf(values, level) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = level * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
