import { hash } from 'node:crypto';
import type { RdRecord, TimingRecord } from '#src/sweeps/record.js';

const common = {
  schema: 1 as const,
  protocol: 1,
  codec: 'webp',
  spec: 'webp:quality=75',
  settings: { quality: 75 },
  engine: { name: 'libwebp', version: '1.6.0', runtime: 'native' as const },
  dataset: 'kodak',
  image: 'kodim01',
  imageSha256: hash('sha256', 'kodim01'),
  crop: null,
  width: 768,
  height: 512,
  error: null,
  version: '0.1.0',
  commit: null,
  at: '2026-01-01T00:00:00.000Z',
};

/** A rate-distortion record that is whole, for tests to change. */
export function rdRecordWith(changes: Partial<RdRecord> = {}): RdRecord {
  return {
    ...common,
    kind: 'rd',
    key: hash('sha256', 'key'),
    bytes: 49152,
    bpp: 1,
    bitstreamSha256: hash('sha256', 'bitstream'),
    conversion: null,
    exact: false,
    metrics: { psnr: 35 },
    metricVersions: { psnr: '1' },
    metricErrors: {},
    ...changes,
  };
}

/** A timing record of one pass, for tests to change. */
export function timingRecordWith(changes: Partial<TimingRecord> = {}): TimingRecord {
  return {
    ...common,
    kind: 'timing',
    key: hash('sha256', 'timing'),
    crop: '512x512',
    testbed: 'bench',
    node: '20.19.0',
    threads: 1,
    passes: 5,
    seed: 1,
    bytes: 49152,
    setupSeconds: null,
    encode: { total: [0.01], cpu: [0.01], stages: { encode: [0.009], other: [0.001] } },
    decode: { total: [0.005], cpu: [0.005], stages: { decode: [0.005], other: [0] } },
    peakBytes: null,
    ...changes,
  };
}
