import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  estimateRecord,
  protocolVersion,
  rdRecord,
  recordSchema,
  timingRecord,
} from '#src/results/record.js';
import { referenceCurve } from '#src/results/reference.js';
import { recordFiles } from '#src/results/store.js';
import { estimateOf, rdRecordWith, timingRecordWith } from '../support/records.ts';

const rd = rdRecordWith({ error: null });
const timing = timingRecordWith({
  peakBytes: { encode: 3, decode: 2, idle: 1, image: 'kodim01' },
});

describe('records that are shipped', () => {
  test.each([
    ['rd', rdRecord],
    ['timing', timingRecord],
  ] as const)('of kind %s are read as they stand', (kind, schema) => {
    const files = recordFiles('results/baseline', kind);
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const json = JSON.parse(readFileSync(file, 'utf8').split('\n')[0]!);
      // Fields that came later are filled in.
      expect(schema.parse(json)).toMatchObject(json);
      expect(json).toMatchObject({ schema: recordSchema, protocol: protocolVersion });
    }
  });
});

test('fields that older records lack say that nothing is known', () => {
  const { sourceBytes: _s, worstTiles: _w, learned: _l, knob: _k, ...old } = rd;
  expect(rdRecord.parse(old)).toMatchObject({
    sourceBytes: null,
    worstTiles: {},
    learned: null,
    knob: null,
  });
});

test.each(['load', 'open', 'encode', 'decode', 'verify', 'estimate', 'worker', 'timeout'])(
  'a job can fail in %s',
  (stage) => {
    const error = { stage, message: 'no' };
    expect(rdRecord.parse({ ...rd, error })).toMatchObject({ error });
  },
);

test.each(['js', 'native', 'wasm', 'ffi', 'cli', 'onnx'])('an engine may run as %s', (runtime) => {
  expect(rdRecord.safeParse({ ...rd, engine: { ...rd.engine, runtime } }).success).toBe(true);
});

const tile = { x: 0, y: 0, width: 1, height: 1, value: null };

test.each<[string, object]>([
  ['another schema', { schema: 2 }],
  ['another kind', { kind: 'timing' }],
  ['a short key', { key: 'abc' }],
  ['a key in capitals', { key: 'A'.repeat(64) }],
  ['a protocol of 0', { protocol: 0 }],
  ['no width', { width: 0 }],
  ['bytes below 0', { bytes: -1 }],
  ['half a byte', { bytes: 1.5 }],
  ['a source without bytes', { sourceBytes: 0 }],
  ['a rate below 0', { bpp: -0.1 }],
  ['a stage that is none', { error: { stage: '', message: '' } }],
  ['an engine that is none', { engine: { ...rd.engine, runtime: '' } }],
  ['a day without a time', { at: '2026-01-01' }],
  ['a tile without a side', { worstTiles: { psnr: { ...tile, height: 0 } } }],
  ['a tile outside', { worstTiles: { psnr: { ...tile, x: -1 } } }],
])('%s is refused', (_what, changes) => {
  expect(rdRecord.safeParse(rd).success).toBe(true);
  expect(rdRecord.safeParse({ ...rd, ...changes }).success).toBe(false);
});

test('the smallest figures are legal', () => {
  const smallest = { width: 1, height: 1, bytes: 0, bpp: 0, worstTiles: { psnr: tile } };
  expect(rdRecord.parse({ ...rd, ...smallest })).toMatchObject(smallest);
});

test.each<[string, object]>([
  ['another kind', { kind: 'rd' }],
  ['no thread', { threads: 0 }],
  ['no pass', { passes: 0 }],
  ['time below 0', { setupSeconds: -1 }],
  ['a pass below 0', { encode: { ...timing.encode, total: [-1] } }],
  ['a stage below 0', { decode: { ...timing.decode, stages: { parse: [-1] } } }],
  ['no memory', { peakBytes: { ...timing.peakBytes, idle: 0 } }],
])('a timing record with %s is refused', (_what, changes) => {
  expect(timingRecord.parse(timing)).toEqual(timing);
  expect(timingRecord.safeParse({ ...timing, ...changes }).success).toBe(false);
});

describe('an imported curve', () => {
  const point = { bpp: 0.5, metrics: { psnr: 31, ssim: null } };
  const curve = {
    schema: 1,
    dataset: 'kodak',
    label: 'x',
    source: 'https://example.org',
    file: 'x.json',
    sha256: 'a'.repeat(64),
    at: '2026-01-01T00:00:00Z',
    points: [point, { ...point, encodeSeconds: 0, decodeSeconds: 2 }],
  };

  test('is read as it stands', () => {
    expect(referenceCurve.parse(curve)).toEqual(curve);
  });

  test.each<[string, object]>([
    ['another schema', { schema: 2 }],
    ['no label', { label: '' }],
    ['a short digest', { sha256: 'a' }],
    ['a rate of 0', { points: [{ ...point, bpp: 0 }] }],
    ['time below 0', { points: [{ ...point, encodeSeconds: -1 }] }],
  ])('with %s is refused', (_what, changes) => {
    expect(referenceCurve.safeParse({ ...curve, ...changes }).success).toBe(false);
  });
});

test('a failed estimate has nulls where it did not come to a figure', () => {
  const failed = {
    ...estimateOf(),
    ...{ chosen: null, predictedBytes: null, interval: null, confidence: null },
    ...{ took: null, whole: null, content: null, contentFrom: null, loadSeconds: null },
    error: { stage: 'load', message: 'no picture' },
  };
  expect(estimateRecord.parse(failed)).toEqual(failed);
  expect(estimateRecord.safeParse({ ...failed, calibration: null }).success).toBe(false);
});
