import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { rasterOf } from '#src/runtimes/samples.js';

const grey = (bits: number, ...data: number[]) => {
  const width = data.length / (bits > 8 ? 2 : 1);
  return rasterOf({ width, height: 1, components: 1, bits, data: Uint8Array.from(data) });
};

test('samples of fewer bits fill the range of their depth', () => {
  expect([...grey(8, 0, 7, 255).data]).toEqual([0, 7, 255]);
  expect([...grey(1, 0, 1).data]).toEqual([0, 255]);
  expect([...grey(4, 0, 8, 15).data]).toEqual([0, 136, 255]);
});

test('from 9 bits on they take two bytes, the lower one first', () => {
  const deep = grey(16, 0x34, 0x12, 0xff, 0xff);
  expect(deep).toMatchObject({ width: 2, channels: 1, depth: 16 });
  expect([...deep.data]).toEqual([0x1234, 65_535]);
  expect([...grey(10, 0xff, 0x03, 0x00, 0x02).data]).toEqual([65_535, 32_800]);
});

test('too few or too many samples are a broken file', () => {
  const samples = { width: 2, height: 2, components: 3, bits: 8 };
  for (const length of [11, 13]) {
    expect(() => rasterOf({ ...samples, data: new Uint8Array(length) })).toThrow(WorkError);
  }
  expect(rasterOf({ ...samples, data: new Uint8Array(12) }).channels).toBe(3);
});
