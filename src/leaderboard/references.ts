import path from 'node:path';
import { readBoundedSync } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import { bdDistortion, bdRate } from '../curves/bd-rate.js';
import { factsOf, type MetricFacts } from '../curves/metric-facts.js';
import { type ReferenceCurve, referenceCurve } from '../results/reference.js';
import { filesBelow } from '../results/store.js';
import { meanCurves, ratePoints } from './matrix.js';
import { compare } from './record-groups.js';
import type { RdGroup, Reference } from './schema.js';

/**
 * The imported curves of a results folder, results/reference/<data set>/*.json. A file that is none
 * is passed over with a warning.
 */
export function readReferences(results: string, warn: Warn): ReferenceCurve[] {
  return filesBelow(results, 'reference', '.json').flatMap((file) => {
    const passOver = (why: string): [] => {
      warn(`${file} is passed over: ${why}`);
      return [];
    };
    const json = jsonOf(file);
    if (json === undefined) return passOver('it is no imported curve, nor any JSON');
    const { data: curve, error } = referenceCurve.safeParse(json);
    if (error) {
      const issue = error.issues[0];
      return passOver(
        `it is no imported curve: ${issue?.path.join('.') || 'it'}: ${issue?.message}`,
      );
    }
    const folder = path.basename(path.dirname(file));
    if (curve.dataset === folder) return [curve];
    return passOver(`it is of data set '${curve.dataset}', and lies under ${folder}`);
  });
}

/** The group of a data set of which nothing was measured. */
export function emptyGroup(dataset: string): RdGroup {
  return {
    dataset,
    crop: null,
    images: 0,
    rows: [],
    anchor: null,
    anchorCurve: null,
    curves: [],
    references: [],
  };
}

/** What a file holds, or undefined where it is no JSON. */
function jsonOf(file: string): unknown {
  const text = readBoundedSync(file, { bound: 'table' }).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Groups with the imported curves of their data set, which are of whole images. A data set of which
 * nothing was measured gets a group without rows. Pure.
 */
export function withReferences(
  groups: readonly RdGroup[],
  references: readonly ReferenceCurve[],
  facts: ReadonlyMap<string, MetricFacts>,
): RdGroup[] {
  const measured = new Set(groups.flatMap(({ dataset, crop }) => (crop === null ? dataset : [])));
  const added = [...new Set(references.map(({ dataset }) => dataset))]
    .filter((dataset) => !measured.has(dataset))
    .map(emptyGroup);
  return [...groups, ...added]
    .sort(
      (a, b) =>
        b.rows.length - a.rows.length ||
        compare(a.dataset, b.dataset) ||
        compareCrops(a.crop, b.crop),
    )
    .map((group) => {
      if (group.crop !== null) return group;
      const own = references
        .filter(({ dataset }) => dataset === group.dataset)
        .sort((a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256));
      return { ...group, references: own.map((each) => comparedReference(each, group, facts)) };
    });
}

/** Centre crops before whole images; with the rest the order of `tablesOf`. */
function compareCrops(a: string | null, b: string | null): number {
  return compare(JSON.stringify(a), JSON.stringify(b));
}

function comparedReference(
  { label, source, file, sha256, points: all }: ReferenceCurve,
  group: RdGroup,
  facts: ReadonlyMap<string, MetricFacts>,
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
  const comparisons = metrics.flatMap((id) => {
    const metric = factsOf(facts, id);
    const before = anchor === undefined ? [] : ratePoints(anchor, metric);
    if (before.length === 0) return [];
    const after = ratePoints({ label, points }, metric);
    const { difference } = bdDistortion(before, after);
    return [{ metric: id, ...bdRate(before, after), distortion: difference }];
  });
  return { label, source, file, sha256, points, comparisons };
}
