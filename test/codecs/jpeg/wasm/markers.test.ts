import { expect, test } from 'vitest';
import { nextSegment } from '#src/codecs/jpeg/wasm/markers.js';

test('nextSegment passes over fill bytes, stuffing and what is no marker', () => {
  const bytes = Uint8Array.of(7, 0xff, 0, 9, 0xff, 0xff, 0xff, 0xe5, 0, 4, 1, 2, 0xff, 0xd9);
  const segment = nextSegment(bytes, 0)!;
  expect(segment).toEqual({ marker: 0xe5, start: 6, end: 12 });
  expect(nextSegment(bytes, segment.end)).toEqual({ marker: 0xd9, start: 12, end: 14 });
  expect(nextSegment(bytes, 14)).toBeNull();
  expect(nextSegment(bytes.subarray(0, 13), 12)).toBeNull();
});

test('nextSegment throws for a segment that goes beyond the end', () => {
  expect(() => nextSegment(Uint8Array.of(0xff, 0xe5, 0, 9, 1), 0)).toThrow(
    'at byte 0 is cut short',
  );
  expect(() => nextSegment(Uint8Array.of(0xff, 0xe5, 0, 1, 1), 0)).toThrow(
    'at byte 0 is cut short',
  );
  expect(() => nextSegment(Uint8Array.of(0xff, 0xe5), 0)).toThrow('at byte 0 is cut short');
});
