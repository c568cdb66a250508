import path from 'node:path';
import { nextOfSearch, valueAtQuality } from '../../dist/curves/index.js';
import { metrics } from '../../dist/metrics/registry.js';
import { planContenders } from '../../dist/pick/contender.js';
import { folderPoints } from '../../dist/pick/folder-point.js';
import { pickWithReport } from '../../dist/pick/pick.js';
import { readCurveRecords, samplesOf } from '../../dist/pick/read-samples.js';
import { openImages } from '../../dist/sweeps/open-images.js';
import { sweep } from '../../dist/sweeps/sweep.js';
import { benchDataset, inScratch } from './report.js';

const codecs = 'jpeg,webp,avif,jxl';
const target = 80;
const pictures = 6;
const silent = () => {};

/**
 * Picks for six pictures by the search, and by a sweep over the whole grids: is the answer the same, and
 * how many encodes does it take? The sizes are judged by curves that have the two settings next to the
 * target as well: between the settings of a grid a curve is off by more than the search. PARETO_PHOTOS
 * names a folder of photographs; those of 2 to 4 megapixels are what the bounds are for, Kodak's are
 * smaller. `folder` keeps the sweep from run to run; the search always begins anew.
 * @param {import('./report.js').BenchOptions} options
 */
export async function bench({ folder: kept }) {
  const dataset = process.env['PARETO_PHOTOS'] ?? (await benchDataset());
  const metric = await metrics.load('ssimulacra2');
  return inScratch(async (folder) => {
    const searched = path.join(folder, 'searched');
    const swept = path.join(kept ?? folder, 'swept');
    const common = { dataset, limit: pictures, onWarning: silent };
    const { id, images } = await openImages(dataset, { limit: pictures });
    // One after the other, in caches of their own: neither finds what the other encoded.
    process.env['PARETO_CACHE'] = path.join(folder, 'cache-searched');
    const at = `ssimulacra2=${target}`;
    const report = await pickWithReport({ ...common, out: searched, at, codecs, times: false });
    process.env['PARETO_CACHE'] = path.join(kept ?? folder, 'cache-swept');
    await sweep({ ...common, out: swept, codecs, metrics: 'ssimulacra2' });

    const { contenders } = await planContenders(codecs, []);
    /** The points of each contender that a folder of results holds. @param {string} results */
    const pointsIn = (results) => {
      const ids = contenders.map(({ codec }) => codec.id);
      const curves = readCurveRecords(results, id, ids, silent);
      return contenders.map(({ curve }) =>
        folderPoints(samplesOf(curves.get(curve) ?? [], metric).samples, images, metric),
      );
    };
    /** @param {string} results */
    const sizes = (results) => {
      const all = pointsIn(results);
      return contenders.map(({ values, grid }, i) => {
        const points = all[i] ?? [];
        const read = points.map(({ bytes, quality }) => ({ rate: bytes, value: bytes, quality }));
        const step = nextOfSearch(points, { values, grid, target, guide: points, mostPoints: 0 });
        const near = 'best' in step && step.reached ? step.best : null;
        // The search leaves a percent open where no point below the target is needed.
        const open = 'excess' in step ? (step.excess ?? 0) : 0;
        return valueAtQuality(read, target) ?? (near ? near.bytes / (1 + open) : Number.NaN);
      });
    };
    const bySearch = sizes(searched);
    const byGrid = sizes(swept);
    // The setting in the middle of the two that enclose the target, until these are neighbours.
    for (;;) {
      const middles = pointsIn(swept).flatMap((points, i) => {
        const { label, knob, values } = /** @type {(typeof contenders)[number]} */ (contenders[i]);
        const rung = (/** @type {{ knob: number }} */ point) => values.indexOf(point.knob);
        const hi = Math.min(...points.filter(({ quality }) => quality >= target).map(rung));
        const lo = Math.max(...points.filter((point) => rung(point) < hi).map(rung));
        return Number.isFinite(hi - lo) && hi - lo > 1
          ? [`${label}:${knob}=${values[Math.floor((hi + lo) / 2)]}`]
          : [];
      });
      if (middles.length === 0) break;
      const more = { codecs: middles.join(','), metrics: 'ssimulacra2' };
      await sweep({ ...common, out: swept, ...more });
    }
    const near = sizes(swept);
    /** @param {number[]} some @param {number[]} others */
    const apart = (some, others) =>
      some.map((bytes, i) => 100 * (bytes / /** @type {number} */ (others[i]) - 1));
    /** @param {number[]} percents */
    const told = (percents) =>
      percents.map((each, i) => `${contenders[i]?.label} ${each.toFixed(2)}`).join(', ');
    const differences = apart(bySearch, near);
    /** @param {number[]} bytes */
    const order = (bytes) =>
      contenders
        .map(({ label }, i) => ({ label, bytes: /** @type {number} */ (bytes[i]) }))
        .sort((a, b) => a.bytes - b.bytes)
        .map(({ label }) => label);
    const share = report.encodes / report.sweepEncodes;
    const { best, choices } = report.answer;
    const first = /** @type {string} */ (order(near)[0]);
    const ofFirst = choices.find(({ spec }) => spec.startsWith(`${first}:`));
    const ties = ofFirst?.notes.includes(`a tie with ${best}`) ?? false;
    return [
      {
        what: `encodes of a pick for ${images.length} pictures by ${contenders.length} codecs, of those of a sweep`,
        value: `${report.encodes} of ${report.sweepEncodes}, ${(100 * share).toFixed(0)} %`,
        bound: 'at most a third',
        holds: share <= 1 / 3,
      },
      {
        what: `its choice at ${at}, and the order by size of the sweep`,
        value: `${best}; ${order(near).join(', ')}${ties ? `, the first a tie with ${best}` : ''}`,
        bound: 'the first of the order, or a tie with it',
        holds: ofFirst !== undefined && (ofFirst.spec === best || ties),
      },
      {
        what: 'sizes at exactly the target over those of the sweep and of the settings next to the target',
        value: `${told(differences)} %`,
        bound: 'within 1 %',
        holds: differences.every((each) => Math.abs(each) <= 1),
      },
      {
        what: "sizes of the sweep's grids alone over the same",
        value: `${told(apart(byGrid, near))} %`,
        bound: 'none',
      },
    ];
  });
}
