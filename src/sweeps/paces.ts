import { existsSync } from 'node:fs';
import { median } from '../base/statistics.js';
import { baselineFolder } from '../results/baseline.js';
import { codecKey, settingList } from '../results/identity.js';
import type { TimingRecord } from '../results/record.js';
import { isSameMachine, type Testbed } from '../results/testbed.js';
import { readTimes } from '../results/times.js';
import type { Configuration } from './one-configuration.js';

/** Which machine's times something is from. */
export interface PaceSource {
  readonly testbed: string;
  readonly folder: string;
  /** Whether it is a machine of this one's kind, by its processor. */
  readonly isLikeThis: boolean;
}

/** How long encode and decode together take. */
export interface Pace {
  readonly secondsPerMegapixel: number;
  readonly source: PaceSource;
}

/**
 * How long configurations took, by the stored times: of a machine like this one in the results, then in the
 * baseline, then of any other there. Where not at the same settings, of other points of its curve.
 * @returns null of a configuration that nothing is known of
 */
export function openPaces(
  results: string,
  here: Testbed,
): (configuration: Pick<Configuration, 'codec' | 'engine' | 'settings' | 'knob'>) => Pace | null {
  const folders = [results, baselineFolder].filter(
    (folder, i, all) => existsSync(folder) && all.indexOf(folder) === i,
  );
  const sources = folders.flatMap((folder) => sourcesIn(folder, here));
  // The sort keeps the order of the folders.
  sources.sort((a, b) => Number(b.source.isLikeThis) - Number(a.source.isLikeThis));
  return (configuration) => {
    const { codec, engine, settings, knob } = configuration;
    for (const key of [codecKey({ codec, engine, settings }), curveOf(configuration, knob)]) {
      for (const { source, seconds } of sources) {
        const known = seconds.get(key);
        if (known !== undefined) return { secondsPerMegapixel: known.sum / known.count, source };
      }
    }
    return null;
  };
}

interface Source {
  readonly source: PaceSource;
  /** Seconds a megapixel by configuration and by curve. */
  readonly seconds: ReadonlyMap<string, { sum: number; count: number }>;
}

function sourcesIn(folder: string, here: Testbed): Source[] {
  // What cannot be read is told where it is used; a forecast does without.
  const { records, describe } = readTimes(folder, () => {});
  return [...new Set(records.map(({ testbed }) => testbed))].sort().map((testbed) => {
    const described = describe(testbed);
    const seconds = new Map<string, { sum: number; count: number }>();
    for (const record of records) {
      const own = record.testbed === testbed ? paceOf(record) : null;
      if (own === null) continue;
      for (const key of [codecKey(record), curveOf(record, record.knob)]) {
        const known = seconds.get(key) ?? { sum: 0, count: 0 };
        seconds.set(key, { sum: known.sum + own, count: known.count + 1 });
      }
    }
    const isLikeThis = described !== null && isSameMachine(described, here);
    return { source: { testbed, folder, isLikeThis }, seconds };
  });
}

function paceOf({ error, width, height, encode, decode }: TimingRecord): number | null {
  if (error !== null || width === null || height === null) return null;
  if (encode.total.length === 0 || decode.total.length === 0) return null;
  return (median(encode.total) + median(decode.total)) / ((width * height) / 1e6);
}

/** The same for points of a curve, whichever version of the engine. */
function curveOf(
  { codec, engine, settings }: Pick<TimingRecord, 'codec' | 'engine' | 'settings'>,
  knob: string | null,
): string {
  const fixed = settingList(settings, new Set(knob === null ? [] : [knob]));
  return JSON.stringify(['curve', codec, engine.name, engine.runtime, fixed]);
}
