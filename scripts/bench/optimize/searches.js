// Target searches on pictures whose curves are not in the shipped family: how many encodes they take,
// and how near to the best value of the knob they come, beside the rules of other programs.

import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resolveSettings } from '../../../dist/base/params.js';
import { openCodec } from '../../../dist/codecs/open-codec.js';
import { codecs } from '../../../dist/codecs/registry.js';
import { centreCrop } from '../../../dist/image/crop.js';
import { loadImageFile } from '../../../dist/image/files/load.js';
import { metrics } from '../../../dist/metrics/registry.js';
import { readFamilies } from '../../../dist/optimize/family.js';
import { optimizeFormats } from '../../../dist/optimize/formats/registry.js';
import { nextValue } from '../../../dist/optimize/search.js';
import { qualityOf } from '../../../dist/pick/target.js';
import { bisection, likeAbAv1, likeOavif } from './strategies.js';

/** @typedef {{ image: string, codec: string, metric: string, target: number, strategy: string, encodes: number, knob: number | null, over: number | null, bytes: number | null, optimum: number | null, step: number | null }} Row */

const targets = { ssimulacra2: [70, 80, 90], 'butteraugli-p3': [1.9, 1.5, 1] };

/** Codecs by format and id of their trial. */
const kinds = /** @type {const} */ ([
  ['jpeg', 'mozjpeg'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['jxl', 'jxl'],
]);

/** @returns {any[]} */
function linesOf(/** @type {string} */ file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/**
 * Runs every search, and appends each to the journal; those that are there are not run again.
 * @param {{ folder: string, pictures: number, side: number, journal: string, only?: string[] }} options
 * @returns {Promise<Row[]>}
 */
export async function runSearches({ folder, pictures, side, journal, only }) {
  /** @type {Row[]} */
  const rows = linesOf(journal);
  const measured = linesOf(`${journal}.measured`);
  const families = await readFamilies();
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort();
  const step = Math.max(1, Math.floor(all.length / pictures));
  const names = all.filter((_, i) => i % step === 0).slice(0, pictures);
  for (const name of names) {
    const whole = await loadImageFile(path.join(folder, name));
    const picture = centreCrop(whole, side, side);
    for (const [format, id] of kinds) {
      if (only && !only.includes(id)) continue;
      const { trials } = await optimizeFormats.load(format);
      const trial = trials.find((each) => each.id === id && each.knob !== null);
      if (!trial?.knob || !trial.encode) continue;
      const encode = trial.encode.bind(trial);
      const { knob } = trial;
      for (const [metricId, aims] of Object.entries(targets)) {
        if (rows.some((row) => row.image === name && row.codec === id && row.metric === metricId))
          continue;
        const metric = await metrics.load(metricId);
        const scorer = await metric.prepare(picture);
        const codec = await codecs.load(id === 'mozjpeg' ? 'mozjpeg' : id);
        const settings = resolveSettings(
          codec.id,
          codec.params,
          id === 'jxl' ? { engine: 'native' } : {},
        );
        const open = await openCodec(codec, settings);
        /** @type {Map<number, { quality: number, bytes: number }>} */
        const known = new Map();
        const key = `${name} ${side} ${id} ${metricId}`;
        for (const each of measured) if (each.key === key) known.set(each.knob, each);
        const measure = async (/** @type {number} */ value) => {
          const there = known.get(value);
          if (there) return there;
          const bytes = await encode(picture, value, { maxPixels: 2 ** 28 });
          const decoded = (await open.decode(bytes)).value;
          if (decoded instanceof Uint8Array) throw new Error('no samples');
          const { value: score } = await scorer.score(decoded);
          const made = { quality: qualityOf(metric, score), bytes: bytes.length };
          known.set(value, made);
          appendFileSync(
            `${journal}.measured`,
            `${JSON.stringify({ key, knob: value, ...made })}\n`,
          );
          return made;
        };
        const family = families.of(knob.curves, metric);
        const rising = id === 'jxl' ? knob.values.toReversed() : knob.values;
        for (const aim of aims) {
          const target = qualityOf(metric, aim);
          const optimum = await bisection(
            async (value) => (await measure(value)).quality,
            target,
            rising,
          );
          const best = optimum === null ? null : await measure(optimum);
          /** @type {Record<string, import('./strategies.js').Strategy>} */
          const strategies = {
            pareto: async (ask) => {
              /** @type {import('../../../dist/optimize/search.js').Tried[]} */
              const tried = [];
              for (;;) {
                const value = nextValue(tried, {
                  knob,
                  quality: target,
                  family,
                  pixels: side * side,
                });
                if (value === null) break;
                await ask(value);
                tried.push({ knob: value, ...(await measure(value)) });
              }
              const meets = tried.filter(({ quality }) => quality >= target);
              return meets.sort((a, b) => a.bytes - b.bytes)[0]?.knob ?? null;
            },
            bisection,
            'like ab-av1': likeAbAv1,
            ...(metricId === 'ssimulacra2' && id === 'avif'
              ? { 'like oavif': likeOavif(6.83 * Math.exp(0.0282 * aim), 2) }
              : {}),
          };
          for (const [strategy, run] of Object.entries(strategies)) {
            const asked = new Set();
            const ask = async (/** @type {number} */ value) => {
              asked.add(value);
              return (await measure(value)).quality;
            };
            const value = await run(ask, target, rising);
            const got = value === null ? null : await measure(value);
            /** @type {Row} */
            const row = {
              ...{ image: name, codec: id, metric: metricId, target: aim, strategy },
              ...{ encodes: asked.size, knob: value },
              over: got && got.quality - target,
              bytes: got?.bytes ?? null,
              optimum: best?.bytes ?? null,
              step: best && best.quality - target,
            };
            rows.push(row);
            appendFileSync(journal, `${JSON.stringify(row)}\n`);
          }
        }
        scorer.close();
        await open.close();
      }
    }
  }
  return rows;
}
