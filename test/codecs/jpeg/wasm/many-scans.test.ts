import { expect, test } from 'vitest';
import { openJpegPipeline } from '#src/codecs/jpeg/wasm/pipeline.js';
import { distance, samplesOf } from './planes.ts';
import { jpegOf, lastOf } from './seeds.ts';

const pipeline = await openJpegPipeline();
const file = await jpegOf(75, 51, { progressive: true });
const end = lastOf(file, 'ffd9');

test('scans beyond any use are refused: work is bounded', () => {
  const again = file.subarray(lastOf(file, 'ffda'), end);
  const parts = [file.subarray(0, end), ...Array(200).fill(again), file.subarray(end)];
  expect(() => pipeline.decode(new Uint8Array(Buffer.concat(parts)))).toThrow(/JPEG is broken/);
});

test('a file without its last scans is an error, or the coarser picture of the scans before', () => {
  const whole = samplesOf(pipeline, pipeline.decode(file).planes[0]!);
  const cut = file.subarray(0, lastOf(file, 'ffda') + 12);
  expect(() => pipeline.decode(cut)).toThrow(/JPEG is broken/);
  const { planes, damage } = pipeline.decode(cut, { lenient: true });
  expect(damage).toMatch(/./);
  const apart = distance(samplesOf(pipeline, planes[0]!), whole);
  expect(apart.most).toBeGreaterThan(0);
  expect(apart.mean).toBeLessThan(4);
});

test('bits of the units of all scans sum to the scans', () => {
  const { bits } = pipeline.decode(file, { wantsBits: true });
  const sum = bits!.bits.reduce((all, each) => all + each, 0) / 8;
  expect(sum).toBeLessThan(file.length);
  expect(sum).toBeGreaterThan(file.length / 2);
});
