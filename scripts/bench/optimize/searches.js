// Target searches on pictures whose curves are not in the shipped family: how many encodes they take,
// and how near to the best value of the whole grid they come, beside the rules of other programs.

import { metrics } from '../../../dist/metrics/registry.js';
import { nextValue } from '../../../dist/optimize/search.js';
import { readFamilies } from '../../../dist/pick/family.js';
import { qualityOf } from '../../../dist/pick/target.js';
import { curvesOf, optimumOf } from './curves.js';
import { bisection, likeAbAv1, likeOavif } from './strategies.js';

/** @typedef {{ image: string, codec: string, metric: string, target: number, strategy: string, encodes: number, over: number | null, bytes: number | null, optimum: number }} Row */

/** Targets by metric, with how far neighbours may stray from a curve, in its units; half of that by JPEG XL. */
const aims = {
  ssimulacra2: { targets: [70, 80, 90], margin: 0.6 },
  'butteraugli-p3': { targets: [1.9, 1.5, 1], margin: 0.035 },
};

export const searchMetrics = Object.keys(aims);

/**
 * Searches of this program for one target of a curve.
 * @param {import('./curves.js').Curve} curve
 * @param {import('../../../dist/metrics/metric.js').Metric} metric
 * @param {number} target
 * @param {import('../../../dist/pick/family.js').Families} families
 */
export async function searchOurs(curve, metric, target, families) {
  const { knob, pixels, quick, measure } = curve;
  const family = families.of(knob.curves, metric);
  const evenness = families.evenness(knob.curves, metric);
  const told = { jpegBytes: quick.bytes, jpegQuality: quick.qualities[metric.id] };
  const search = { knob, quality: target, family, evenness, pixels, ...told };
  /** @type {import('../../../dist/optimize/search.js').Tried[]} */
  const tried = [];
  for (;;) {
    const value = nextValue(tried, search);
    if (value === null) break;
    const { bytes, qualities } = await measure(value);
    tried.push({ knob: value, quality: qualities[metric.id] ?? Number.NaN, bytes });
  }
  const meeting = tried.filter(({ quality }) => quality >= target);
  const best = meeting.sort((a, b) => a.bytes - b.bytes)[0] ?? null;
  return { best, encodes: tried.length };
}

/**
 * Runs every search. What was measured is in the journal, and not measured again.
 * @param {{ folder: string, pictures: number, side: number, journal: string }} options
 * @returns {Promise<Row[]>} those of targets that can be met
 */
export async function runSearches(options) {
  /** @type {Row[]} */
  const rows = [];
  const families = await readFamilies();
  for await (const curve of curvesOf({ ...options, metricIds: searchMetrics })) {
    const { image, codec, rising, measure } = curve;
    for (const [metricId, { targets, margin }] of Object.entries(aims)) {
      const metric = await metrics.load(metricId);
      for (const aim of targets) {
        const target = qualityOf(metric, aim);
        const stray = codec === 'jxl' ? margin / 2 : margin;
        const optimum = await optimumOf(curve, metricId, target, stray);
        if (optimum === null) continue;
        const common = { image, codec, metric: metricId, target: aim, optimum: optimum.bytes };
        const { best, encodes } = await searchOurs(curve, metric, target, families);
        const over = best && best.quality - target;
        rows.push({ ...common, strategy: 'pareto', encodes, over, bytes: best?.bytes ?? null });
        const isOavifs = metricId === 'ssimulacra2' && codec === 'avif';
        const others = {
          bisection,
          'like ab-av1': likeAbAv1,
          ...(isOavifs && { 'like oavif': likeOavif(6.83 * Math.exp(0.0282 * aim), 2) }),
        };
        for (const [strategy, run] of Object.entries(others)) {
          const asked = new Set();
          const ask = async (/** @type {number} */ value) => {
            asked.add(value);
            return (await measure(value)).qualities[metricId] ?? Number.NaN;
          };
          const value = await run(ask, target, rising);
          const got = value === null ? null : await measure(value);
          rows.push({
            ...{ ...common, strategy, encodes: asked.size, bytes: got?.bytes ?? null },
            over: got && (got.qualities[metricId] ?? Number.NaN) - target,
          });
        }
      }
    }
  }
  return rows;
}
