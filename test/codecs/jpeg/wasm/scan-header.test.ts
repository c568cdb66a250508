import { expect, test } from 'vitest';
import { readScanHeader } from '#src/codecs/jpeg/wasm/scan-header.js';

const component = (id: number) => ({ id, across: 1, down: 1, table: 0 });
const head = (progressive: boolean) =>
  ({ components: [1, 2, 3].map(component), progressive }) as unknown as Parameters<
    typeof readScanHeader
  >[2];

function read(data: readonly number[], progressive = false) {
  const bytes = Uint8Array.of(0xff, 0xda, 0, data.length + 2, ...data);
  return readScanHeader(bytes, { marker: 0xda, start: 0, end: bytes.length }, head(progressive));
}

test('readScanHeader tells components in the order of the scan, tables, band and bits', () => {
  expect(read([2, 3, 0x11, 1, 0x02, 0, 63, 0])).toEqual({
    components: [
      { index: 2, dc: 1, ac: 1 },
      { index: 0, dc: 0, ac: 2 },
    ],
    ...{ from: 0, to: 63, high: 0, low: 0, dataAt: 12 },
  });
  const band = read([1, 2, 0x01, 1, 5, 0x21], true);
  expect(band).toMatchObject({ from: 1, to: 5, high: 2, low: 1 });
});

test('readScanHeader refuses unknown and repeated components, wrong tables and bands', () => {
  expect(() => read([4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0])).toThrow('illegal');
  expect(() => read([1, 9, 0, 0, 63, 0])).toThrow('not there');
  expect(() => read([2, 1, 0, 1, 0, 0, 63, 0])).toThrow('not there');
  expect(() => read([1, 1, 0x40, 0, 63, 0])).toThrow('not there');
  expect(() => read([1, 1, 0])).toThrow('cut short');
  for (const band of [
    [0, 5, 0],
    [1, 64, 0],
    [5, 4, 0],
    [1, 5, 0x31],
    [1, 5, 0x0e],
  ]) {
    expect(() => read([1, 1, 0, ...band], true)).toThrow('illegal band');
  }
  expect(() => read([2, 1, 0, 2, 0, 1, 5, 0], true)).toThrow('illegal band');
});
