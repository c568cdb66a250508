// Adds to models/optimize/curves.json how uneven the curves of codecs are, by which searches that know it
// go by chance:
//
//   node scripts/make-evenness.js FOLDER [journal]
//
// The folder is Kodak's. Ten of its pictures, their centres of 384x384, are encoded at nearly all values of
// the knob that photographs are wanted at. On the curve of each picture, PCHIP through the knobs of the
// family, the place is found that has the quality of a value. The mean over the pictures of how far it lies
// from the value's own place is what all have in common. Of a continuous knob it is drawn straight over four
// values on each side, but not over a jump. What is left, from one value to the next, is the jitter. The
// journal keeps what was encoded.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolveSettings } from '../dist/base/params.js';
import { mean } from '../dist/base/statistics.js';
import { openCodec } from '../dist/codecs/open-codec.js';
import { codecs } from '../dist/codecs/registry.js';
import { evaluate, pchip } from '../dist/curves/cubic.js';
import { ladderOf } from '../dist/curves/knob-ladder.js';
import { centreCrop } from '../dist/image/crop.js';
import { loadImageFile } from '../dist/image/files/load.js';
import { metrics } from '../dist/metrics/registry.js';
import { optimizeFormats } from '../dist/optimize/formats/registry.js';
import { qualityOf } from '../dist/pick/target.js';
import { curvesFile, writeCurves } from './curves-file.js';

const [folder, journal = 'evenness.jsonl'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/make-evenness.js FOLDER [journal]');
  process.exit(2);
}

const pictures = ['01', '03', '05', '08', '11', '13', '15', '19', '20', '23'].map(
  (number) => `kodim${number}`,
);
/** Pictures that must have a value for it to count. */
const leastPictures = Math.min(3, pictures.length);
const side = 384;
const metricIds = ['ssimulacra2', 'butteraugli-p3'];
const limits = { maxPixels: 2 ** 28 };

/** From the first number to the last by a step. */
const range = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ step) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) =>
    Number((from + i * step).toPrecision(6)),
  );

// Denser where libjxl's modes change.
const distances = [
  ...range(0.3, 1, 0.02),
  ...range(1.05, 1.75, 0.05),
  ...range(1.8, 1.99, 0.01),
  ...range(2, 2.3, 0.02),
  ...range(2.4, 3.8, 0.1),
  ...range(3.9, 4, 0.02),
  ...range(4.05, 9, 0.05),
];

/** Codecs by format and id of their trial, with the values that are measured where they are tried. */
const kinds = /** @type {const} */ ([
  ['jpeg', 'mozjpeg', range(20, 100, 1)],
  ['webp', 'webp', range(20, 100, 1)],
  ['avif', 'avif', range(20, 100, 1)],
  ['jxl', 'jxl', distances],
]);

/** @typedef {{ bytes: number, qualities: Record<string, number> }} Point */

/** @type {Map<string, Map<number, Point>>} */
const stored = new Map();
for (const line of existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : []) {
  // A run that was killed leaves a torn line.
  if (!line.endsWith('}}')) continue;
  const { key, knob, bytes, qualities } = JSON.parse(line);
  const known = stored.get(key) ?? new Map();
  stored.set(key, known.set(knob, { bytes, qualities }));
}

/** Encodes one picture at all values that are not in the journal. */
async function measure(
  /** @type {string} */ name,
  /** @type {string} */ format,
  /** @type {string} */ codec,
  /** @type {readonly number[]} */ wanted,
) {
  const { trials } = await optimizeFormats.load(format);
  const trial = trials.find(({ id, knob }) => id === codec && knob !== null);
  if (!trial?.knob || !trial.encode) throw new Error(`${codec} has no knob`);
  const { values } = trial.knob;
  const key = `${name}.png ${side} ${codec}`;
  const known = stored.get(key) ?? new Map();
  stored.set(key, known);
  const missing = wanted.filter((each) => values.includes(each) && !known.has(each));
  if (missing.length > 0) {
    const file = path.join(/** @type {string} */ (folder), `${name}.png`);
    const picture = centreCrop(await loadImageFile(file), side, side);
    const { id, params } = await codecs.load(codec);
    const given = codec === 'jxl' ? { engine: 'native' } : {};
    const open = await openCodec(await codecs.load(codec), resolveSettings(id, params, given));
    for (const value of missing) {
      const bytes = await trial.encode(picture, value, limits);
      const decoded = (await open.decode(bytes)).value;
      if (decoded instanceof Uint8Array) throw new Error(`${codec} gave no samples`);
      /** @type {Record<string, number>} */
      const qualities = {};
      for (const metricId of metricIds) {
        const metric = await metrics.load(metricId);
        const scorer = await metric.prepare(picture);
        qualities[metricId] = qualityOf(metric, (await scorer.score(decoded)).value);
        scorer.close();
      }
      known.set(value, { bytes: bytes.length, qualities });
      const line = { key, knob: value, bytes: bytes.length, qualities };
      appendFileSync(journal, `\n${JSON.stringify(line)}\n`);
    }
    await open.close();
  }
  return {
    knob: trial.knob,
    known: new Map([...known].filter(([value]) => wanted.includes(value))),
  };
}

/**
 * How far each value lies from its place on the even curve of its picture.
 * @param {readonly [knob: number, quality: number][]} points ascending
 * @param {readonly number[]} knobs of the family
 * @param {(knob: number) => number} placeOf
 */
function shiftsOf(points, knobs, placeOf) {
  const [lowest, highest] = [points[0], points.at(-1)].map((point) => Number(point?.[0]));
  const drawn = pchip(
    points.map(([knob]) => knob),
    points.map(([, quality]) => quality),
  );
  const marks = knobs.filter((knob) => knob >= Number(lowest) && knob <= Number(highest));
  const x = marks.map(placeOf);
  const y = marks.map((knob) => evaluate(drawn, knob));
  const even = pchip(x, y);
  const [x0, x1] = [Number(x[0]), Number(x[1])];
  const [xa, xb] = [Number(x.at(-2)), Number(x.at(-1))];
  const [y0, y1, ya, yb] = [y[0], y[1], y.at(-2), y.at(-1)].map(Number);
  const at = (/** @type {number} */ place) => {
    if (place < x0) return Number(y0) + ((Number(y1) - Number(y0)) / (x1 - x0)) * (place - x0);
    if (place > xb) return Number(yb) + ((Number(yb) - Number(ya)) / (xb - xa)) * (place - xb);
    return evaluate(even, place);
  };
  const sign = Math.sign(Number(yb) - Number(y0));
  return points.flatMap(([knob, quality]) => {
    const own = placeOf(knob);
    let [low, high] = [own - 2.5, own + 2.5];
    const lies = (/** @type {number} */ place) => sign * (at(place) - quality);
    if (!(lies(low) <= 0 && lies(high) >= 0)) return [];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (lies(middle) < 0) low = middle;
      else high = middle;
    }
    const shift = (low + high) / 2 - own;
    // What is left is told in quality.
    return [{ knob, shift, quality, at }];
  });
}

/** Straight lines over four values on each side, as far as there is no jump. */
function smoothed(/** @type {readonly number[]} */ knobs, /** @type {readonly number[]} */ shifts) {
  const jump = 0.1;
  const far = (/** @type {number} */ a, /** @type {number} */ b) =>
    Math.abs(Number(shifts[a]) - Number(shifts[b])) > jump;
  return knobs.map((knob, i) => {
    let [from, to] = [i, i];
    while (from > Math.max(0, i - 4) && !far(from - 1, from)) from -= 1;
    while (to < Math.min(knobs.length - 1, i + 4) && !far(to, to + 1)) to += 1;
    const x = knobs.slice(from, to + 1);
    const y = shifts.slice(from, to + 1);
    const [mx, my] = [mean(x), mean(y)];
    const square = mean(x.map((each) => (each - mx) ** 2));
    const common = mean(x.map((each, j) => (each - mx) * (Number(y[j]) - my)));
    return square === 0 ? my : my + (common / square) * (knob - mx);
  });
}

const family = JSON.parse(readFileSync(curvesFile, 'utf8'));
const round = (/** @type {number} */ value, digits = 4) => Number(value.toFixed(digits));
for (const [format, codec, wanted] of kinds) {
  const measured = [];
  for (const name of pictures) measured.push(await measure(name, format, codec, wanted));
  const { knob } = /** @type {(typeof measured)[number]} */ (measured[0]);
  const all = family.curves.filter(
    (/** @type {{ spec: string }} */ { spec }) => spec.split(':')[0] === codec,
  );
  const curve =
    all.find((/** @type {{ spec: string }} */ { spec }) => spec === knob.curves) ?? all[0];
  const { placeOf } = ladderOf(knob.values, knob.grid, []);
  curve.evenness = {};
  for (const id of metricIds) {
    const metric = await metrics.load(id);
    const rows = measured.map(({ known }) =>
      shiftsOf(
        [...known]
          .map(([value, { qualities }]) => /** @type {[number, number]} */ ([value, qualities[id]]))
          .filter(([, quality]) => Number.isFinite(quality))
          .sort(([a], [b]) => a - b),
        curve.knobs,
        placeOf,
      ),
    );
    const knobs = [...new Set(rows.flat().map((each) => each.knob))]
      .filter(
        (value) =>
          rows.filter((row) => row.some((each) => each.knob === value)).length >= leastPictures,
      )
      .sort((a, b) => a - b);
    if (knobs.length < 2) throw new Error(`${codec} by ${id}: ${knobs.length} values have a place`);
    const means = knobs.map((value) =>
      mean(
        rows.flatMap((row) => row.filter((each) => each.knob === value).map(({ shift }) => shift)),
      ),
    );
    const isWhole = knob.values.every(Number.isInteger);
    const shifts = isWhole ? means : smoothed(knobs, means);
    const left = rows.map((row) =>
      row
        .filter(({ knob: value }) => knobs.includes(value))
        .map(({ knob: value, quality, at }) => {
          const shift = Number(shifts[knobs.indexOf(value)]);
          return quality - at(placeOf(value) + shift);
        }),
    );
    const steps = left.flatMap((row) => row.slice(1).map((each, i) => each - Number(row[i])));
    const middle = mean(steps);
    const jitter = Math.sqrt(mean(steps.map((step) => (step - middle) ** 2)) / 2);
    curve.evenness[id] = {
      version: metric.version,
      pictures: pictures.map((name) => `kodak/${name}`),
      jitter: Number(jitter.toPrecision(3)),
      knobs,
      shifts: shifts.map((shift) => round(shift)),
    };
    console.log(codec, id, `jitter ${jitter.toPrecision(3)}, ${knobs.length} values`);
  }
}

writeCurves(family);
