import { expect, test } from 'vitest';
import { createBitWriter } from '#src/optimize/baseline/bit-writer.js';

test('bits become bytes, ones are stuffed, the last byte is filled with ones', () => {
  const writer = createBitWriter(0);
  writer.write(0b101, 3);
  writer.write(0xff, 8);
  writer.write(0xffff, 16);
  expect([...writer.finish()]).toEqual([0b10111111, 0xff, 0, 0xff, 0, 0xff, 0]);
});

test('markers and copies begin at a byte and are not stuffed', () => {
  const writer = createBitWriter(0);
  writer.write(0, 1);
  writer.marker(0xd0);
  writer.copy(Uint8Array.of(0xff, 1, 2));
  expect([...writer.finish()]).toEqual([0x7f, 0xff, 0xd0, 0xff, 1, 2]);
});

test('more than the room that was asked for', () => {
  const writer = createBitWriter(10);
  writer.copy(new Uint8Array(1000).fill(7));
  for (let i = 0; i < 1000; i++) writer.write(9, 8);
  const bytes = writer.finish();
  expect(bytes.length).toBe(2000);
  expect([bytes[999], bytes[1999]]).toEqual([7, 9]);
});
