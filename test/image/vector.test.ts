import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { vectorFormat } from '#src/image/vector.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '\ufeff<?xml version="1.0"?>\n<!-- drawn by hand --><!DOCTYPE svg PUBLIC "a" "b">\n<svg\nwidth="3">',
  '<!DOCTYPE svg [ <!ENTITY a "b"> <!ENTITY c "d"> ]><svg>',
  '<s:svg xmlns:s="http://www.w3.org/2000/svg"></s:svg>',
])('%j is SVG, gzipped SVGZ', (text) => {
  expect(vectorFormat(bytes(text))).toBe('SVG');
  expect(vectorFormat(gzipSync(`${text}${' '.repeat(50_000)}${Math.random()}`))).toBe('SVGZ');
});

test('is told of UTF-16 too', () => {
  const text = Buffer.from('\ufeff<svg>', 'utf16le');
  expect(vectorFormat(text)).toBe('SVG');
});

test.each(['', '<html><svg></svg></html>', '<svgx/>', 'svg', '\x89PNG', '<!-- <svg> --> text'])(
  '%j is none',
  (text) => {
    expect(vectorFormat(bytes(text))).toBeNull();
    expect(vectorFormat(gzipSync(text))).toBeNull();
  },
);

test('broken gzip is none', () => {
  expect(vectorFormat(Uint8Array.of(0x1f, 0x8b, 9, 9, 9))).toBeNull();
});
