// One score for all pictures against one quality for all, from the records of Kodak that come with the
// project: nothing is encoded.

import { readFileSync } from 'node:fs';
import { mean } from '../../../dist/base/statistics.js';
import { evaluate, pchip } from '../../../dist/curves/cubic.js';
import { metrics } from '../../../dist/metrics/registry.js';
import { presetNames, presets } from '../../../dist/optimize/presets.js';
import { familiesOf } from '../../../dist/pick/family.js';

const codecs = ['mozjpeg', 'webp', 'avif'];
const metricIds = ['ssimulacra2', 'butteraugli-p3'];

/** The shipped curves of the pictures of Kodak. */
function kodakFamilies() {
  const shipped = new URL('../../../models/optimize/curves.json', import.meta.url);
  /** @type {import('../../../dist/pick/family.js').FamilyFile} */
  const file = JSON.parse(readFileSync(shipped, 'utf8'));
  const curves = file.curves.map((curve) => {
    const isOwn = (/** @type {unknown} */ _, /** @type {number} */ row) =>
      file.pictures[Number(curve.pictures[row])]?.picture.startsWith('kodak/') === true;
    const byMetric = Object.entries(curve.metrics).map(([id, { version, values }]) => [
      id,
      { version, values: values.filter(isOwn) },
    ]);
    const bytesPerPixel = curve.bytesPerPixel.filter(isOwn);
    const pictures = curve.pictures.filter(isOwn);
    return { ...curve, pictures, bytesPerPixel, metrics: Object.fromEntries(byMetric) };
  });
  return familiesOf({ ...file, curves });
}

/**
 * Bytes of `auto` over those of `fixed`, at equal mean score, and at the score of the worst picture.
 * @returns {Promise<import('../report.js').Figure[]>}
 */
export async function autoAgainstFixed() {
  const families = kodakFamilies();
  /** @type {import('../report.js').Figure[]} */
  const figures = [];
  for (const codec of codecs) {
    for (const id of metricIds) {
      const family = families.of(codec, await metrics.load(id));
      const curves = family.map(({ knobs, qualities, bytes }) => {
        const logs = bytes.map(Math.log);
        const [quality, size] = [pchip([...knobs], [...qualities]), pchip([...knobs], logs)];
        const values = Array.from({ length: 95 }, (_, i) => i + 1).filter(
          (knob) => knob >= Number(knobs[0]) && knob <= Number(knobs.at(-1)),
        );
        const at = (/** @type {number} */ knob) => ({
          quality: evaluate(quality, knob),
          bytes: Math.exp(evaluate(size, knob)),
        });
        return { values, at };
      });
      for (const preset of presetNames) {
        const { quality } = presets[preset];
        const fixed = curves.map(({ at }) => at(quality));
        const auto = (/** @type {number} */ target) =>
          curves.map(({ values, at }) => {
            const coarsest = values.find((knob) => at(knob).quality >= target);
            return at(coarsest ?? Number(values.at(-1)));
          });
        const scoreOf = (/** @type {readonly { quality: number }[]} */ all) =>
          mean(all.map((each) => each.quality));
        let [low, high] = [-100, 100];
        for (let step = 0; step < 40; step++) {
          const middle = (low + high) / 2;
          if (scoreOf(auto(middle)) < scoreOf(fixed)) low = middle;
          else high = middle;
        }
        const sum = (/** @type {readonly { bytes: number }[]} */ all) =>
          all.reduce((total, { bytes }) => total + bytes, 0);
        const percent = (/** @type {number} */ target) =>
          `${(100 * (sum(auto(target)) / sum(fixed) - 1)).toFixed(1)} %`;
        const least = Math.min(...fixed.map((each) => each.quality));
        figures.push({
          what: `auto against fixed, ${codec} of quality ${quality}, ${curves.length} pictures, ${id}`,
          value: `${percent(high)} of bytes at equal mean score, ${percent(least)} at the score of the worst picture`,
          bound: '-5 % was hoped for',
        });
      }
    }
  }
  return figures;
}
