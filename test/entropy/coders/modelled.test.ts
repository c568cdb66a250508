import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelledCoder, ModelledSession } from '#src/entropy/coder.js';
import { huffman } from '#src/entropy/coders/huffman.js';
import { rans } from '#src/entropy/coders/rans.js';
import { tans } from '#src/entropy/coders/tans.js';
import { decode, encode, generator, type Message } from '../streams.ts';

/** Shares 1/2, 1/4, 1/8, 1/8: what whole bits can say. Symbols 0 to 3 from `offset` on. */
const halves = (offset: number) => ({
  offset,
  cdf: Uint32Array.of(0, 128, 192, 224, 256),
  escape: false,
});
const messageOf = (symbols: number[]): Message => ({
  table: { precision: 8, distributions: [halves(0)] },
  symbols: Int16Array.from(symbols),
  indexes: new Uint16Array(symbols.length),
});
/** Ten distributions of different shape at different places, drawn from in turn. */
const several = (): Message => {
  const random = generator(4);
  const distributions = Array.from({ length: 10 }, (_, i) => {
    const cuts = new Set([0, 4096, ...Array.from({ length: 3 + 5 * i }, () => random(4096))]);
    return {
      offset: 100 * i - 450,
      cdf: Uint32Array.from(cuts).sort(),
      escape: i % 3 === 0,
    };
  });
  const indexes = Uint16Array.from({ length: 5000 }, (_, i) => (i * 7) % 10);
  const symbols = Int16Array.from(indexes, (index) => {
    const { offset, cdf, escape: open } = distributions[index]!;
    return offset + random(cdf.length - 1 + (open ? 40 : 0));
  });
  return { table: { precision: 12, distributions }, symbols, indexes };
};

describe.each([huffman, rans, tans] as ModelledCoder[])('$id', (coder) => {
  let session: ModelledSession;
  beforeAll(async () => {
    session = await coder.open();
  });
  afterAll(() => session.close());

  test('several distributions in one stream', () => {
    const message = several();
    expect(decode(session, encode(session, message), message)).toEqual(message.symbols);
  });
});

test('huffman writes the canonical codes, highest bit first, and fills up with zeros', async () => {
  const session = await huffman.open();
  // 0 -> 0, 1 -> 10, 2 -> 110, 3 -> 111
  const bytes = encode(session, messageOf([0, 1, 2, 3, 0, 0, 2]));
  expect([...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')).toBe(
    '0101101110011000',
  );
});

test('huffman takes codes longer than its widest entry of 10 bits', async () => {
  const session = await huffman.open();
  const cdf = Uint32Array.of(
    0,
    ...Array.from({ length: 15 }, (_, i) => 2 ** 16 - 2 ** (15 - i)),
    65_536,
  );
  const table = { precision: 16, distributions: [{ offset: -5, cdf, escape: false }] };
  const symbols = Int16Array.from({ length: 16 }, (_, i) => i - 5);
  const message = { table, symbols, indexes: new Uint16Array(16) };
  const bytes = encode(session, message);
  expect(bytes.length).toBe(
    Math.ceil((1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 15 + 15) / 8),
  );
  expect(decode(session, bytes, message)).toEqual(symbols);
});

test.each([rans, tans] as ModelledCoder[])(
  '$id takes what the shares say, and a few bytes',
  async (coder) => {
    const session = await coder.open();
    const symbols = Array.from({ length: 8000 }, (_, i) => [0, 0, 0, 0, 1, 1, 2, 3][i % 8]!);
    const bytes = encode(session, messageOf(symbols));
    // 1.75 bits a symbol.
    expect(bytes.length).toBeGreaterThanOrEqual(1750);
    expect(bytes.length).toBeLessThanOrEqual(1750 + 6);
  },
);

test('tans says how many distributions its tables have room for', async () => {
  const session = await tans.open();
  const many = Array.from({ length: 600 }, (_, i) => ({
    offset: i,
    cdf: Uint32Array.of(0, 65_536),
    escape: false,
  }));
  const message = {
    table: { precision: 16, distributions: many },
    symbols: Int16Array.of(0),
    indexes: new Uint16Array(1),
  };
  expect(() => encode(session, message)).toThrow(
    'tans has 524288 bytes of tables a distribution, at most 268435456 in all, got 600 ' +
      'distributions; take a lower precision, or rans',
  );
});
