import { expect, test } from 'vitest';
import { exifOrientation } from '#src/codecs/jpeg/wasm/orientation.js';

function segment(little: boolean, tag: number, value: number): Uint8Array {
  const bytes = new Uint8Array(10 + 8 + 2 + 12);
  const view = new DataView(bytes.buffer, 10);
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 1, little);
  view.setUint16(10, tag, little);
  view.setUint16(12, 3, little);
  view.setUint32(14, 1, little);
  view.setUint16(18, value, little);
  return bytes;
}

test('exifOrientation reads both byte orders, and takes nonsense for upright', () => {
  for (const little of [false, true]) {
    expect(exifOrientation(segment(little, 0x0112, 6))).toBe(6);
    expect(exifOrientation(segment(little, 0x0112, 9))).toBe(1);
    expect(exifOrientation(segment(little, 0x0113, 6))).toBe(1);
    for (let length = 0; length < 32; length++) {
      expect(exifOrientation(segment(little, 0x0112, 6).subarray(0, length))).toBe(1);
    }
  }
});
