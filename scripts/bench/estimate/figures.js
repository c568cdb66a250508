import { groupBy } from '../../../dist/base/group-by.js';
import { average, percent, quantileOf } from './statistics.js';

/**
 * An answer of `auto` with its class of content; see predict-auto.js and ask.js.
 * @typedef {{ kind: string, codec: string, megapixels: number, estimator: string, confidence: string,
 *   error: number, downscaleError: number, inside: boolean, rate?: number | null,
 *   sampled: Told | null }} Answer
 * @typedef {import('./ask.js').Told} Told
 * @typedef {import('../report.js').Figure} Figure
 */

/**
 * @param {string} what
 * @param {readonly Answer[]} answers
 * @param {{ mean: number, p95: number, most: number, bias?: number }} bounds
 * @returns {Figure[]}
 */
export function errorFigures(what, answers, { mean, p95, most, bias }) {
  if (answers.length === 0) return [];
  const errors = answers.map(({ error }) => Math.abs(error));
  const found = { mean: average(errors), p95: quantileOf(errors, 0.95), most: Math.max(...errors) };
  const by = [...new Set(answers.map(({ estimator }) => estimator))].join(', ');
  const figures = [
    {
      what: `${what}, error of ${answers.length} answers by ${by}`,
      value: `mean ${percent(found.mean)}, p95 ${percent(found.p95)}, max ${percent(found.most)}`,
      bound: `${percent(mean)}, ${percent(p95)}, ${percent(most)}`,
      holds: found.mean <= mean && found.p95 <= p95 && found.most <= most,
    },
  ];
  if (bias === undefined) return figures;
  const own = average(answers.map(({ error }) => error));
  const holds = Math.abs(own) <= bias;
  const value = percent(own);
  return [...figures, { what: `${what}, bias`, value, bound: `within ${percent(bias)}`, holds }];
}

/**
 * Whether `auto` is better than `downscale`, by codec and class of content.
 * @param {readonly Answer[]} answers
 * @returns {Figure[]}
 */
export function cellFigures(answers) {
  const cells = groupBy(answers, ({ codec, kind }) => `${codec}, ${kind}`);
  return [...cells].map(([cell, own]) => {
    const error = meanError(own, 'error');
    const down = meanError(own, 'downscaleError');
    return {
      what: `${cell}, mean error of ${own.length} answers beside downscale's`,
      value: `${percent(error)} to ${percent(down)}`,
      bound: 'less',
      holds: error < down,
    };
  });
}

/**
 * The same of estimators that sample, asked by name: `auto` encodes much of this whole.
 * @param {readonly Answer[]} answers
 * @returns {Figure[]}
 */
export function sampledCellFigures(answers) {
  const found = answers.flatMap(({ sampled, kind, codec, downscaleError }) =>
    sampled === null ? [] : [{ ...sampled, kind, codec, downscaleError }],
  );
  const cells = groupBy(found, ({ codec, kind, estimator }) => `${codec}, ${kind} by ${estimator}`);
  return [...cells].map(([cell, own]) => {
    const error = meanError(own, 'error');
    const down = meanError(own, 'downscaleError');
    const most = Math.max(...own.map((one) => Math.abs(one.error)));
    return {
      what: `${cell}, mean error of ${own.length} samples beside downscale's`,
      value: `${percent(error)} to ${percent(down)}, max ${percent(most)}`,
      bound: 'less',
      holds: error < down,
    };
  });
}

/**
 * @param {readonly Pick<Answer, 'error' | 'downscaleError'>[]} answers
 * @param {'error' | 'downscaleError'} name
 */
function meanError(answers, name) {
  return average(answers.map((one) => Math.abs(one[name])));
}

/**
 * Screenshots are told within 10 %, or the answer says that it is not to be relied on; also where there is
 * no time to encode them.
 * @param {readonly import('./ask.js').Asked[]} answers
 * @returns {Figure[]}
 */
export function screenFigures(answers) {
  return [...groupBy(answers, ({ codec }) => codec)].flatMap(([codec, own]) => [
    toldOfScreens(`${codec}, screenshots`, own),
    toldOfScreens(
      `${codec}, screenshots, no time for the whole`,
      own.flatMap(({ hurried }) => (hurried === null ? [] : [hurried])),
    ),
  ]);
}

/** @param {string} what @param {readonly Told[]} answers @returns {Figure} */
function toldOfScreens(what, answers) {
  const far = answers.filter(({ error }) => Math.abs(error) > 0.1);
  const wrong = far.filter(({ confidence }) => confidence !== 'low');
  const exact = answers.filter(({ estimator }) => estimator === 'exact').length;
  const low = answers.filter(({ confidence }) => confidence === 'low').length;
  const most = Math.max(...answers.map(({ error }) => Math.abs(error)));
  const counts = `${exact} exact, ${low} low, ${far.length} beyond 10 %, max ${percent(most)}`;
  return {
    what: `${what}: neither within 10 % nor low`,
    ...{ value: `${wrong.length} of ${answers.length}; ${counts}`, bound: '0' },
    holds: wrong.length === 0,
  };
}

/**
 * @param {readonly { estimator: string, same: boolean }[]} asked
 * @returns {Figure[]}
 */
export function seedFigures(asked) {
  const sampled = asked.filter(({ estimator }) => estimator !== 'exact');
  if (sampled.length === 0) return [];
  const other = sampled.filter(({ same }) => !same).length;
  return [
    {
      what: `answers that are another the second time, of ${sampled.length} sampled ones`,
      ...{ value: `${other}`, bound: '0', holds: other === 0 },
    },
  ];
}

/**
 * @param {readonly Answer[]} answers
 * @returns {Figure[]}
 */
export function intervalFigures(answers) {
  const sampled = answers.filter(({ estimator }) => estimator !== 'exact');
  if (sampled.length === 0) return [];
  const held = average(sampled.map(({ inside }) => (inside ? 1 : 0)));
  return [
    {
      what: `intervals of 80 % that hold, of ${sampled.length} sampled answers`,
      value: percent(held),
      bound: '75 to 85 %',
      holds: held >= 0.75 && held <= 0.85,
    },
  ];
}

/**
 * @param {readonly Answer[]} answers
 * @returns {Figure[]}
 */
export function highFigures(answers) {
  const high = answers.filter((one) => one.estimator !== 'exact' && one.confidence === 'high');
  if (high.length === 0) return [];
  const errors = high.map(({ error }) => Math.abs(error));
  const p95 = quantileOf(errors, 0.95);
  const what = `p95 of ${high.length} sampled answers of confidence high`;
  return [{ what, value: percent(p95), bound: '5 %', holds: p95 <= 0.05 }];
}

/**
 * @param {readonly (Answer & { timeShare: number })[]} answers
 * @returns {Figure[]}
 */
export function timeFigures(answers) {
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

/**
 * @param {readonly Answer[]} answers
 * @returns {Figure[]}
 */
export function exactFigures(answers) {
  const fast = ['jpeg', 'webp'];
  const small = answers.filter((one) => fast.includes(one.codec) && one.megapixels <= 4.1);
  if (small.length === 0) return [];
  const exact = average(small.map(({ estimator }) => (estimator === 'exact' ? 1 : 0)));
  return [
    {
      what: 'JPEG and WebP up to 4.1 megapixels that are simply encoded',
      ...{ value: percent(exact), bound: '100 %', holds: exact === 1 },
    },
  ];
}
