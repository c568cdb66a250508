import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { estimateColumns } from '#src/formats/estimate-columns.js';
import { parquet } from '#src/formats/parquet.js';
import { rdColumns } from '#src/formats/rd-columns.js';
import { timingColumns } from '#src/formats/timing-columns.js';
import type { RdRecord, TimingRecord } from '#src/results/record.js';
import { estimateOf, failedRdOf, rdOf, timingOf } from '../support/records.ts';

const rdTable = (records: readonly RdRecord[]) => parquet(records, rdColumns(records));
const timingTable = (records: readonly TimingRecord[]) => parquet(records, timingColumns(records));

/** Rows of a Parquet file, read by a library that did not write it. */
function rowsOf(pieces: Iterable<string | Uint8Array>): Promise<Record<string, unknown>[]> {
  const [bytes] = [...pieces] as [Uint8Array];
  const { buffer, byteOffset, byteLength } = bytes;
  return parquetReadObjects({
    file: (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength),
  });
}

describe('rd', () => {
  test('keeps values, and tells missing, failed and infinite apart', async () => {
    const rows = await rowsOf(
      rdTable([
        rdOf({
          spec: 'webp:quality=75',
          image: '=1+2 <b>"é"</b>',
          settings: { quality: 75, lossless: false },
          metrics: { psnr: -1.5, ssim: null },
          metricErrors: { ssim: 'too small' },
        }),
        rdOf({
          spec: 'png',
          image: 'b',
          exact: true,
          bytes: 5_000_000_000,
          metrics: { psnr: null },
        }),
        failedRdOf({ spec: 'png', image: 'c' }),
      ]),
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      image: '=1+2 <b>"é"</b>',
      settings: '{"quality":75,"lossless":false}',
      engine_name: 'libwebp',
      bytes: 2500n,
      bpp: 4,
      exact: false,
      metrics_psnr: -1.5,
      metrics_ssim: null,
      metricErrors_ssim: 'too small',
      error_stage: null,
    });
    expect(rows[1]).toMatchObject({
      bytes: 5_000_000_000n,
      exact: true,
      metrics_psnr: Number.POSITIVE_INFINITY,
      metrics_ssim: null,
      metricVersions_ssim: null,
    });
    expect(rows[2]).toMatchObject({
      bytes: null,
      bpp: null,
      exact: null,
      metrics_psnr: null,
      error_stage: 'encode',
    });
  });

  test('many records are as many rows in their order', async () => {
    const records = Array.from({ length: 2500 }, (_, i) => rdOf({ spec: 'raw', image: `i${i}` }));
    const rows = await rowsOf(rdTable(records));
    expect(rows.map(({ image }) => image)).toEqual(records.map(({ image }) => image));
  });

  test('without records there are no rows', async () => {
    expect(await rowsOf(rdTable([]))).toEqual([]);
  });
});

test('timing keeps all samples as lists', async () => {
  const rows = await rowsOf(
    timingTable([
      timingOf({ spec: 'webp', image: 'a', encode: [0.5, 0.25], decode: [1] }),
      timingOf({ spec: 'webp', image: 'b', encode: [] }),
    ]),
  );
  expect(rows[0]).toMatchObject({
    encode_total: [0.5, 0.25],
    encode_stages_encode: [0.5, 0.25],
    encode_medianSeconds: 0.375,
    encode_intervalLevel: 0.5,
    decode_lowSeconds: null,
    decode_total: [1],
    peakBytes_encode: null,
    threads: 1n,
  });
  expect(rows[1]).toMatchObject({ encode_total: [], encode_medianSeconds: null });
});

test('estimates are rows with their intervals', async () => {
  const rows = await rowsOf(parquet([estimateOf()], estimateColumns()));
  expect(rows[0]).toMatchObject({ predictedBytes: 2600, interval_low: 2000, estimation: 1n });
});
