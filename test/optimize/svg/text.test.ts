import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packSvg, readSvgText } from '#src/optimize/svg/text.js';

const text = '<svg xmlns="http://www.w3.org/2000/svg"><text>ä</text></svg>';

test('texts in the encodings that documents have', () => {
  expect(readSvgText(Buffer.from(text))).toBe(text);
  expect(readSvgText(Buffer.from(`\ufeff${text}`))).toBe(text);
  expect(readSvgText(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(text);
  const latin1 = `<?xml version="1.0" encoding="ISO-8859-1"?>${text}`;
  expect(readSvgText(Buffer.from(latin1, 'latin1'))).toBe(latin1);
  expect(readSvgText(packSvg(text))).toBe(text);
});

test('other bytes and encodings are refused', () => {
  expect(() => readSvgText(Buffer.from('<html/>'))).toThrow(/first element is svg/);
  expect(() => readSvgText(Buffer.from(text, 'latin1'))).toThrow(/no text in utf-8/);
  expect(() => readSvgText(Buffer.from(`<?xml encoding="klingon"?>${text}`))).toThrow(/klingon/);
});

test('packed files hold the text alone, the same each time', () => {
  const packed = packSvg(text);
  expect(gunzipSync(packed).toString()).toBe(text);
  expect(Buffer.from(packed.subarray(4, 8)).readUInt32LE()).toBe(0);
  expect(packSvg(text)).toEqual(packed);
});
