import { expect, test } from 'vitest';
import { av1Cicp } from '#src/image/files/colour/av1.js';

/** What files of libavif begin with: a temporal delimiter and a sequence header. */
test.each([
  ['a reduced header of PQ', '12000a08380cfff942440024', { primaries: 9, transfer: 16 }],
  ['a reduced header of P3', '12000a08380cfff943034024', { primaries: 12, transfer: 13 }],
  ['a reduced header of BT.709', '12000a08380cfff940404024', { primaries: 1, transfer: 1 }],
  ['a whole header', '12000a0e00000003bcaca9b5f22021a0d0803213', { primaries: 1, transfer: 13 }],
])('%s', (_, hex, expected) => {
  expect(av1Cicp(Buffer.from(hex, 'hex'))).toEqual(expected);
});

test('nothing, and a header that is cut short, tell nothing', () => {
  const whole = Buffer.from('12000a08380cfff942440024', 'hex');
  for (let length = 0; length < 11; length++) expect(av1Cicp(whole.subarray(0, length))).toBeNull();
  expect(av1Cicp(Buffer.alloc(100, 255))).toBeNull();
});
