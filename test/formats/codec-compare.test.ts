import { expect, test } from 'vitest';
import { type CodecCompareBatch, codecCompareFiles } from '#src/formats/codec-compare.js';
import { timesOn } from '#src/formats/image-seconds.js';
import { rdOf, timingOf } from '../support/records.ts';

const noTimes = timesOn([], null);

function webp(quality: number, image: string, metrics: Record<string, number | null>) {
  const settings = { effort: 6, quality };
  const spec = `webp:effort=6,quality=${quality}`;
  return rdOf({ spec, image, settings, knob: 'quality', metrics });
}

/**
 * Reads a batch as src/entry_loader.ts of codec-compare does: throws where that throws, and gives
 * each field with its values, and whether that program takes it for a number.
 */
function load(batch: CodecCompareBatch) {
  const nameOf = (description: Readonly<Record<string, string>>): string => {
    const entries = Object.entries(description);
    expect(entries).toHaveLength(1);
    expect(typeof entries[0]![1]).toBe('string');
    return entries[0]![0];
  };
  const constants = batch.constant_descriptions.map(nameOf);
  const fields = batch.field_descriptions.map(nameOf);
  if (fields.length < 1) throw new Error('no field');
  if (batch.constant_values.length !== constants.length) throw new Error('constants');
  for (const row of batch.field_values) {
    if (row.length !== fields.length) throw new Error(`${row} has not ${fields.length} fields`);
  }
  // They call replace() on constants.
  for (const value of batch.constant_values) expect(typeof value).toBe('string');
  return {
    constants: Object.fromEntries(constants.map((name, i) => [name, batch.constant_values[i]!])),
    fields: Object.fromEntries(
      fields.map((name, i) => {
        const values = batch.field_values.map((row) => row[i]!);
        return [name, { values, isNumber: values.every((value) => !Number.isNaN(Number(value))) }];
      }),
    ),
  };
}

test('a curve is a batch that the viewer reads: a row for each picture and point', () => {
  const [group] = codecCompareFiles(
    [webp(30, 'a', { psnr: 30, 'ms-ssim': 0.9 }), webp(60, 'b', { psnr: 40, 'ms-ssim': 0.98 })],
    noTimes,
  );
  const { constants, fields } = load(group!.files[0]!.content!);
  expect(constants).toMatchObject({
    name: 'webp:effort=6',
    codec: 'webp',
    version: 'libwebp 1.0 (native)',
    time: '2026-01-01T00:00:00Z',
    settings: '{"effort":6}',
    encoding_cmd: `npx pareto sweep --codec webp:effort=6,quality=\${quality} --dataset set --images \${original_name}`,
  });
  expect(Object.keys(fields)).toEqual([
    ...['original_name', 'quality', 'effort', 'width', 'height', 'encoded_size', 'bpp'],
    ...['msssim', 'psnr'],
  ]);
  expect(fields['original_name']).toEqual({ values: ['a', 'b'], isNumber: false });
  expect(fields['quality']).toEqual({ values: [30, 60], isNumber: true });
  expect(fields['encoded_size']?.values).toEqual([2500, 2500]);
  expect(fields['psnr']).toEqual({ values: [30, 40], isNumber: true });
});

test('no value is missing: the viewer would take null for 0, and a word for a column of words', () => {
  const [group] = codecCompareFiles(
    [
      webp(30, 'a', { psnr: 30, 'lpips-alex': 0.5 }),
      webp(60, 'a', { psnr: 40 }),
      webp(80, 'a', { psnr: 45 }),
      webp(90, 'a', { psnr: null }),
      webp(90, 'b', {}),
    ],
    noTimes,
  );
  const [file] = group!.files;
  const { fields } = load(file!.content!);
  expect(fields['psnr']).toEqual({ values: [30, 40, 45], isNumber: true });
  expect(fields).not.toHaveProperty('lpips-alex');
  expect(file?.leftOut).toEqual([
    'lpips-alex of webp:effort=6: most records have no finite value',
    '2 of 5 records of webp:effort=6: they lack a finite value',
  ]);
});

test('a picture named by a number is no number: the viewer would match it with its neighbours', () => {
  const [group] = codecCompareFiles([webp(30, '100', {}), webp(30, '105', {})], noTimes);
  const { fields } = load(group!.files[0]!.content!);
  expect(fields['original_name']).toEqual({ values: ['set/100', 'set/105'], isNumber: false });
});

test('two versions of one engine are two batches, and what not all batches have is told', () => {
  const timed = timingOf({ spec: 'x', image: 'a', encode: [2], decode: [1] });
  const record = webp(30, 'a', { psnr: 30 });
  const times = timesOn([{ ...timed, ...subject(record) }], 'bench');
  const engine = { ...record.engine, version: '2.0' };
  const [group] = codecCompareFiles([record, { ...record, engine }], times);
  expect(group?.files.map(({ title }) => title)).toEqual([
    'webp:effort=6 libwebp 1.0',
    'webp:effort=6 libwebp 2.0',
  ]);
  const batches = group!.files.map(({ content }) => content!);
  expect(load(batches[0]!).fields['encoding_time']?.values).toEqual([2]);
  expect(load(batches[1]!).fields).not.toHaveProperty('encoding_time');
  expect(group!.hidden).toEqual([
    expect.stringMatching(
      /^encoding_time .*: 1 of 2 batches have it; take the others off batches\.json$/,
    ),
    expect.stringMatching(
      /^decoding_time .*: 1 of 2 batches have it; take the others off batches\.json$/,
    ),
  ]);
});

function subject({ codec, engine, settings, imageSha256, crop }: ReturnType<typeof webp>) {
  return { codec, engine, settings, imageSha256, crop };
}
