import { hash } from 'node:crypto';
import {
  type EstimateRecord,
  estimateRecord,
  type RdRecord,
  rdRecord,
  type TimingRecord,
  timingRecord,
} from '#src/results/record.js';

/** What tests choose of a record; the rest is filled in. */
type Chosen<T> = Partial<T> & { spec: string; image: string };

/** A rate-distortion record of a 100 x 50 picture that took 2500 bytes, 4 bits per pixel. */
export function rdOf(chosen: Chosen<RdRecord>): RdRecord {
  const metrics = chosen.metrics ?? { psnr: 40 };
  return rdRecord.parse({
    ...subjectOf(chosen),
    kind: 'rd',
    bytes: 2500,
    bpp: 4,
    bitstreamSha256: hash('sha256', chosen.spec),
    conversion: null,
    exact: false,
    metrics,
    metricVersions: Object.fromEntries(Object.keys(metrics).map((id) => [id, '1'])),
    metricErrors: {},
    ...chosen,
  });
}

/** The record of a job that failed in encode. */
export function failedRdOf(chosen: Chosen<RdRecord>): RdRecord {
  return rdOf({
    bytes: null,
    bpp: null,
    bitstreamSha256: null,
    exact: null,
    metrics: {},
    error: { stage: 'encode', message: 'it did not want to' },
    ...chosen,
  });
}

/** A timing record of a 1000 x 500 picture, with the seconds of its passes. */
export function timingOf({
  encode,
  decode,
  ...chosen
}: Omit<Chosen<TimingRecord>, 'encode' | 'decode'> & {
  encode: number[];
  decode?: number[];
}): TimingRecord {
  const samples = (total: number[]) => ({ total, cpu: total, stages: { encode: total } });
  return timingRecord.parse({
    ...subjectOf(chosen),
    kind: 'timing',
    width: 1000,
    height: 500,
    testbed: 'bench',
    node: '20.20.0',
    threads: 1,
    passes: Math.max(1, encode.length),
    seed: 1,
    bytes: 2500,
    setupSeconds: null,
    peakBytes: null,
    encode: samples(encode),
    decode: samples(decode ?? encode),
    ...chosen,
  });
}

/** An estimate by tiles of 2600 bytes, between 2000 and 3000, of a picture that took 2500. */
export function estimateOf(
  chosen: Chosen<EstimateRecord> = { spec: 'webp', image: 'a' },
): EstimateRecord {
  const { estimator = 'tiles' } = chosen;
  return estimateRecord.parse({
    ...subjectOf(chosen),
    kind: 'estimate',
    rdKey: hash('sha256', `${chosen.spec} ${chosen.image}`),
    ...{ key: hash('sha256', `${chosen.spec} ${chosen.image} ${estimator}`), estimator },
    ...{ estimation: 1, seed: 1, sampleWidth: 300, timeBudgetSeconds: 0.4, timeLimitSeconds: 30 },
    calibration: { sha256: '0'.repeat(64), date: '2026-01-01' },
    ...{ content: 'photograph', contentFrom: 'dataset', chosen: estimator },
    ...{ predictedBytes: 2600, interval: { low: 2000, high: 3000, level: 0.8 } },
    ...{ confidence: 'medium', reason: null, testbed: 'bench', node: '20.20.0' },
    ...{ took: { seconds: 0.1, cpuSeconds: 0.2 }, whole: { seconds: 1, cpuSeconds: 1 } },
    loadSeconds: 0.01,
    ...chosen,
  });
}

/** A whole rate-distortion record of some image and setting, for tests to change. */
export function rdRecordWith(changes: Partial<RdRecord> = {}): RdRecord {
  const size = { width: 768, height: 512, bytes: 49152, bpp: 1 };
  return rdOf({
    spec: 'webp:quality=75',
    image: 'kodim01',
    dataset: 'kodak',
    ...size,
    ...changes,
  });
}

/** A timing record of one of five passes, for tests to change. */
export function timingRecordWith(changes: Partial<TimingRecord> = {}): TimingRecord {
  const spec = 'webp:quality=75';
  const record = timingOf({ spec, image: 'kodim01', encode: [0.01], decode: [0.005], passes: 5 });
  return { ...record, ...changes };
}

function subjectOf({ spec, image }: { spec: string; image: string }) {
  const codec = spec.split(':')[0]!;
  return {
    schema: 1,
    protocol: 1,
    key: hash('sha256', `${spec} ${image}`),
    codec,
    spec,
    settings: {},
    engine: { name: `lib${codec}`, version: '1.0', runtime: 'native' },
    dataset: 'set',
    image,
    imageSha256: hash('sha256', image),
    crop: null,
    width: 100,
    height: 50,
    error: null,
    version: '0.1.0',
    commit: null,
    at: '2026-01-01T00:00:00Z',
  };
}
