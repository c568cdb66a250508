import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { withoutSettings } from '../base/spec.js';
import type { Warn } from '../base/warn.js';
import type { AnyCodec } from '../codecs/codec.js';
import { openCodecTable } from '../codecs/table.js';
import { nextOfSearch } from '../curves/target-search.js';
import type { ImageRef } from '../datasets/dataset.js';
import type { Metric } from '../metrics/metric.js';
import { rdFile } from '../results/layout.js';
import { noResults } from '../results/no-results.js';
import type { RdRecord } from '../results/record.js';
import type { Candidate } from './candidate.js';
import type { LeftOut } from './contender.js';
import { folderPoints } from './folder-point.js';
import { knobOf, readCurveRecords, samplesOf } from './read-samples.js';

/** What a folder of results holds of a data set. */
export interface StoredCandidates {
  readonly candidates: readonly Candidate[];
  readonly images: readonly ImageRef[];
  readonly leftOut: readonly LeftOut[];
}

interface StoredOptions {
  readonly metric: Metric;
  /** The target, on the metric's scale. */
  readonly quality: number;
  readonly plugins: readonly string[];
  /** Labels of the curves that are wanted; all if null. */
  readonly labels: ReadonlySet<string> | null;
  /** Which of the pictures the answer is of. */
  readonly cut: (images: readonly ImageRef[]) => readonly ImageRef[];
  readonly warn: Warn;
}

/** Whether results hold rate-distortion records of a data set of this id. */
export function holdsDataset(results: string, dataset: string): boolean {
  return path.basename(dataset) === dataset && existsSync(path.join(results, 'rd', dataset));
}

/**
 * The curves that results hold of a data set, with the coarsest stored point that meets the target. Of
 * several versions of an engine that was used last counts.
 * @param images the pictures; all that there are records of if null
 * @throws UsageError where there are no records
 */
export async function readStored(
  results: string,
  dataset: string,
  images: readonly ImageRef[] | null,
  { metric, quality, plugins, labels, cut, warn }: StoredOptions,
): Promise<StoredCandidates> {
  const codecs = codecsIn(results, dataset);
  if (codecs.length === 0) throw noResults(results);
  const table = await openCodecTable(plugins);
  const curves = [...readCurveRecords(results, dataset, codecs, warn)].map(([curve, records]) => ({
    curve,
    records,
    label: withoutSettings(records[0]!.spec, [records[0]!.knob]),
    at: records.reduce((last, { at }) => (at > last ? at : last), ''),
  }));
  const latest = new Map<string, (typeof curves)[number]>();
  for (const each of curves.toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    latest.set(each.label, each);
  const shown = [...latest.values()].filter(({ label, records }) =>
    labels === null ? records[0]!.codec !== 'raw' : labels.has(label),
  );
  const sorted = shown.map((each) => ({ ...each, stored: samplesOf(each.records, metric) }));
  const unusable = new Set(sorted.flatMap(({ stored }) => [...stored.unusable.keys()]));
  const all = cut(images ?? imagesIn(curves.flatMap(({ records }) => records)));
  const usable = all.filter(({ sha256 }) => !unusable.has(sha256));
  if (usable.length < all.length) {
    warn(
      `${all.length - usable.length} pictures are left out: ${metric.id} is not defined for them`,
    );
  }
  const leftOut: LeftOut[] = [];
  const candidates: Candidate[] = [];
  for (const { curve, label, records, stored } of sorted) {
    const points = folderPoints(stored.samples, usable, metric);
    const values = points.map(({ knob }) => knob);
    if (values.length === 0) {
      const most = Math.max(0, ...[...stored.samples.values()].map(({ size }) => size));
      const reason = `there are values of ${metric.id} for ${most} of ${usable.length} pictures at most`;
      leftOut.push({ spec: label, reason });
      continue;
    }
    const { codec, settings } = records[0]!;
    const specs = new Map(records.map((record) => [knobOf(record), record.spec]));
    candidates.push({
      ...{ label, curve, settings, points },
      codec: await loadQuietly(table, codec),
      specAt: (knob) => specs.get(knob)!,
      step: nextOfSearch(points, { values, target: quality, mostPoints: 0 }),
    });
  }
  return { candidates, images: usable, leftOut };
}

async function loadQuietly(
  table: Awaited<ReturnType<typeof openCodecTable>>,
  id: string,
): Promise<AnyCodec | null> {
  return table.names.includes(id) ? (await table.load(id)).codec : null;
}

function codecsIn(results: string, dataset: string): string[] {
  const folder = path.dirname(rdFile(results, dataset, 'any'));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && !name.startsWith('.'))
    .map((name) => path.basename(name, '.jsonl'))
    .sort();
}

/** The pictures that there are records of, without their files. */
function imagesIn(records: readonly RdRecord[]): ImageRef[] {
  const bySha = new Map(
    records.map(({ image, imageSha256: sha256 }) => [
      sha256,
      { name: image, path: '', sha256, bytes: 0 },
    ]),
  );
  return [...bySha.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
