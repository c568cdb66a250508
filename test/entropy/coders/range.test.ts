import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelledSession } from '#src/entropy/coder.js';
import { range } from '#src/entropy/coders/range.js';
import { scaleTable } from '#src/entropy/distributions/parametric.js';
import { decode, encode } from '../streams.ts';

let session: ModelledSession;
beforeAll(async () => {
  session = await range.open();
});
afterAll(() => session.close());

// The last interval of these ends at 2^32 exactly, which is no number of it.
test('an interval up to the very end of the window', () => {
  const table = scaleTable('laplace', [4], 14);
  const symbols = Int16Array.of(0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0);
  const message = { table, symbols, indexes: new Uint16Array(symbols.length) };
  expect(decode(session, encode(session, message), message)).toEqual(symbols);
});

// The number 1/2 lies in the interval of all symbols but the last, which says on which side of it.
test.each([8, 15, 16])('carries through any number of bytes, with %i bits', (precision) => {
  const cdf = Uint32Array.of(0, 37, 90, 143, 200, 256).map((place) => place << (precision - 8));
  const table = { precision, distributions: [{ offset: -2, cdf, escape: false }] };
  const half = Uint8Array.of(128, ...new Array(60).fill(0));
  const longest = { 127: 0, 128: 0 };
  for (let count = 2; count < 150; count++) {
    const indexes = new Uint16Array(count);
    const symbols = new Int16Array(count);
    session.decoder(table, half).pull(symbols, indexes);
    for (let last = -2; last <= 2; last++) {
      symbols[count - 1] = last;
      const bytes = encode(session, { table, symbols, indexes });
      expect(decode(session, bytes, { table, indexes })).toEqual(symbols);
      const first = bytes[0] as 127 | 128;
      const repeated = bytes.findIndex((byte, i) => i > 0 && byte !== (first === 127 ? 255 : 0));
      longest[first] = Math.max(longest[first], repeated);
    }
  }
  expect(longest[127]).toBeGreaterThan(30);
  expect(longest[128]).toBeGreaterThan(30);
});

test('symbols that are all as rare as can be', () => {
  const cdf = Uint32Array.from({ length: 257 }, (_, place) => place);
  const table = { precision: 8, distributions: [{ offset: 0, cdf, escape: false }] };
  // The last two, whose shares are next to the end, among others.
  const symbols = Int16Array.from({ length: 600 }, (_, i) =>
    i % 3 === 0 ? i % 256 : 256 - (i % 3),
  );
  const message = { table, symbols, indexes: new Uint16Array(symbols.length) };
  expect(decode(session, encode(session, message), message)).toEqual(symbols);
});
