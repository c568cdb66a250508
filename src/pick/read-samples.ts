import type { Warn } from '../base/warn.js';
import { isFinished } from '../results/finished.js';
import { curveKey } from '../results/identity.js';
import { rdFile } from '../results/layout.js';
import { protocolVersion, type RdRecord } from '../results/record.js';
import { readRdRecords } from '../results/store.js';
import type { Sample, Samples } from './folder-point.js';

/** What stored records say of a curve. */
export interface StoredCurve {
  readonly samples: Samples;
  /** Why a picture has no sample at a value of the knob, by `knob|sha256`. */
  readonly failures: ReadonlyMap<string, string>;
  /** Pictures that no codec can be measured on by this metric, with the reason, by SHA-256. */
  readonly unusable: ReadonlyMap<string, string>;
}

/** Whole pictures alone: crops are other pictures. */
const isWhole = ({ crop, protocol }: RdRecord): boolean =>
  crop === null && protocol === protocolVersion;

/** The value of a record's knob; 0 without one. */
export function knobOf({ knob, settings }: Pick<RdRecord, 'knob' | 'settings'>): number {
  return knob === null ? 0 : Number(settings[knob]);
}

/** The records of whole pictures that a folder of results holds of some codecs, by curve. */
export function readCurveRecords(
  results: string,
  dataset: string,
  codecs: Iterable<string>,
  warn: Warn,
): Map<string, RdRecord[]> {
  const curves = new Map<string, RdRecord[]>();
  for (const codec of new Set(codecs)) {
    for (const record of readRdRecords(rdFile(results, dataset, codec), warn).filter(isWhole)) {
      const key = curveKey(record, record.knob);
      const known = curves.get(key);
      if (known === undefined) curves.set(key, [record]);
      else known.push(record);
    }
  }
  return curves;
}

/**
 * Sorts out the records of a curve by a metric at its present version. A record that lacks it counts
 * for nothing: it is scored when it is wanted.
 */
export function samplesOf(
  records: readonly RdRecord[],
  { id, version }: { readonly id: string; readonly version: string },
): StoredCurve {
  const samples = new Map<number, Map<string, Sample>>();
  const failures = new Map<string, string>();
  const unusable = new Map<string, string>();
  for (const record of records) {
    const { imageSha256: sha256, error, metricErrors, metricVersions } = record;
    const knob = knobOf(record);
    const metricError = Object.hasOwn(metricErrors, id) ? metricErrors[id]! : null;
    const isScored = metricVersions[id] === version;
    if (error?.stage === 'load') unusable.set(sha256, error.message);
    else if (error !== null) failures.set(`${knob}|${sha256}`, `${error.stage}: ${error.message}`);
    else if (metricError !== null && isScored) unusable.set(sha256, `${id}: ${metricError}`);
    else if (metricError !== null) failures.set(`${knob}|${sha256}`, `${id}: ${metricError}`);
    else if (isScored && isFinished(record)) {
      const bySha = samples.get(knob) ?? new Map<string, Sample>();
      samples.set(knob, bySha);
      bySha.set(sha256, {
        bytes: record.bytes,
        pixels: record.width * record.height,
        value: record.metrics[id] ?? null,
        alpha: record.alpha ?? 'kept',
      });
    }
  }
  return { samples, failures, unusable };
}
