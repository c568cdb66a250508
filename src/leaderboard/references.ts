import { readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../errors.js';
import { filesBelow, type Warn } from '../sweeps/store.js';
import { bdDistortion, bdRate } from './bdrate.js';
import { meanCurves, ratePoints } from './matrix.js';
import { type ReferenceCurve, referenceCurve } from './reference.js';
import { compare } from './rows.js';
import type { RdGroup, Reference } from './schema.js';

/**
 * The imported curves of a results folder, results/reference/<data set>/*.json. A file that is none
 * is passed over with a warning.
 */
export function readReferences(results: string, warn: Warn): ReferenceCurve[] {
  return filesBelow(results, 'reference', '.json').flatMap((file) => {
    try {
      const curve = referenceCurve.parse(JSON.parse(readFileSync(file, 'utf8')));
      const folder = path.basename(path.dirname(file));
      if (curve.dataset === folder) return [curve];
      warn(
        `${file} is passed over: it is of data set '${curve.dataset}', and lies under ${folder}`,
      );
    } catch (error) {
      warn(`${file} is passed over: it is no imported curve (${messageOf(error).split('\n')[0]})`);
    }
    return [];
  });
}

/**
 * Groups with the imported curves of their data set, which are of whole images. A data set of which
 * nothing was measured gets a group without rows. Pure.
 */
export function withReferences(
  groups: readonly RdGroup[],
  references: readonly ReferenceCurve[],
): RdGroup[] {
  const measured = new Set(groups.flatMap(({ dataset, crop }) => (crop === null ? dataset : [])));
  const added = [...new Set(references.map(({ dataset }) => dataset))]
    .filter((dataset) => !measured.has(dataset))
    .map(
      (dataset): RdGroup => ({
        dataset,
        ...{ crop: null, images: 0, rows: [], anchor: null, anchorCurve: null },
        ...{ curves: [], references: [] },
      }),
    );
  return [...groups, ...added]
    .sort((a, b) => compare(a.dataset, b.dataset) || compareCrops(a.crop, b.crop))
    .map((group) => {
      if (group.crop !== null) return group;
      const own = references
        .filter(({ dataset }) => dataset === group.dataset)
        .sort((a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256));
      return { ...group, references: own.map((each) => standingOf(each, group)) };
    });
}

/** Centre crops before whole images, as `tablesOf` sorts them. */
function compareCrops(a: string | null, b: string | null): number {
  return compare(JSON.stringify(a), JSON.stringify(b));
}

function standingOf(
  { label, source, file, sha256, points: all }: ReferenceCurve,
  group: RdGroup,
): Reference {
  const points = all
    .map(({ bpp, metrics, encodeSeconds = null, decodeSeconds = null }) => ({
      bpp,
      metrics: Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))),
      encodeSeconds,
      decodeSeconds,
    }))
    .sort((a, b) => a.bpp - b.bpp);
  const anchor = group.anchorCurve === null ? undefined : meanCurves(group)[group.anchorCurve];
  const metrics = [...new Set(points.flatMap((point) => Object.keys(point.metrics)))].sort();
  const comparisons = metrics.flatMap((metric) => {
    const before = anchor === undefined ? [] : ratePoints(anchor, metric);
    if (before.length === 0) return [];
    const after = ratePoints({ label, points }, metric);
    const { difference } = bdDistortion(before, after);
    return [{ metric, ...bdRate(before, after), distortion: difference }];
  });
  return { label, source, file, sha256, points, comparisons };
}
