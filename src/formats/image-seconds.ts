import { median } from '../base/statistics.js';
import { codecKey } from '../results/identity.js';
import type { Recorded, TimingRecord } from '../results/record.js';

/** Seconds of one image, the median of its passes. */
export interface ImageSeconds {
  readonly encode: number;
  readonly decode: number;
}

/** What both CompressAI and codec-compare call the times. */
export const timeNames = [
  ['encoding_time', 'encode'],
  ['decoding_time', 'decode'],
] as const;

/** The times that stand beside rates: those of one testbed. */
export interface TimesBeside {
  /** Null where there are none to give. */
  readonly testbed: string | null;
  /** The times of the same job: codec, engine, settings, picture and crop. */
  of(record: Recorded): ImageSeconds | null;
}

/**
 * Finds the times of one testbed by what they belong to: of several thread counts the least, of
 * several records the last. Pure.
 */
export function timesOn(records: readonly TimingRecord[], testbed: string | null): TimesBeside {
  const found = new Map<string, { threads: number; seconds: ImageSeconds }>();
  for (const record of records) {
    const { error, threads, encode, decode } = record;
    if (record.testbed !== testbed || error !== null) continue;
    if (encode.total.length === 0 || decode.total.length === 0) continue;
    const known = found.get(keyOf(record));
    if (known && known.threads < threads) continue;
    const seconds = { encode: median(encode.total), decode: median(decode.total) };
    found.set(keyOf(record), { threads, seconds });
  }
  return {
    testbed: found.size > 0 ? testbed : null,
    of: (record) => found.get(keyOf(record))?.seconds ?? null,
  };
}

function keyOf(record: Recorded): string {
  return JSON.stringify([codecKey(record), record.imageSha256, record.crop]);
}
