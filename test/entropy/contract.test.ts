import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { ModelledCoder, ModelledSession } from '#src/entropy/coder.js';
import type { Distribution, DistributionTable } from '#src/entropy/distribution.js';
import { scaleGrid, scaleTable } from '#src/entropy/distributions/parametric.js';
import { idealBits } from '#src/entropy/ideal-bits.js';
import { entropyCoders } from '#src/entropy/registry.js';
import {
  anyMessage,
  decode,
  encode,
  generator,
  inPieces,
  laplacianMessage,
  type Message,
} from './streams.ts';

const loaded = await Promise.all(entropyCoders.names.map((name) => entropyCoders.load(name)));
const coders = loaded.filter((coder): coder is ModelledCoder => coder.kind === 'modelled');

it('has modelled coders', () => {
  expect(coders.map(({ id }) => id)).toEqual(['rans', 'range', 'tans', 'huffman']);
});

/** A coder of whole bits does not come near the ideal, and soon reads on rightly after a mistake. */
const wholeBits = new Set(['huffman']);
/** The part of flipped bits that is noticed at least; after others the stream ends as it should. */
const noticedFlips: Record<string, number> = { rans: 0.99, range: 0.99, tans: 0.8, huffman: 0.2 };

const uniform: Distribution = {
  offset: -32_768,
  cdf: Uint32Array.from({ length: 65_537 }, (_, i) => i),
  escape: false,
};
const everySymbol = { precision: 16, distributions: [uniform] };
const certain: Distribution = { offset: 7, cdf: Uint32Array.of(0, 4096), escape: false };
const scales = scaleTable('laplace', scaleGrid({ count: 8, greatest: 20 }), 12);

describe.each(coders)('$id', (coder) => {
  let session: ModelledSession;
  beforeAll(async () => {
    expect(await coder.available()).toBe(true);
    session = await coder.open();
  });
  afterAll(() => session.close());

  it('gives back what it took, in pieces of any length, in hardly more than the ideal', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer(), (message, seed) => {
        const { table, symbols, indexes } = message;
        const random = generator(seed);
        const encoder = session.encoder(table);
        inPieces(symbols.length, random, (from, to) =>
          encoder.push(symbols.subarray(from, to), indexes.subarray(from, to)),
        );
        const bytes = encoder.finish();
        expect(Buffer.compare(bytes, encode(session, message))).toBe(0);

        const back = new Int16Array(symbols.length);
        const decoder = session.decoder(table, bytes);
        inPieces(symbols.length, random, (from, to) =>
          decoder.pull(back.subarray(from, to), indexes.subarray(from, to)),
        );
        decoder.finish();
        expect(back).toEqual(symbols);
        if (wholeBits.has(coder.id)) return;
        const ideal = idealBits(table, symbols, indexes) / 8;
        expect(bytes.length).toBeLessThanOrEqual(1.001 * ideal + 16);
        expect(bytes.length).toBeGreaterThanOrEqual(0.99 * ideal - 8);
      }),
      { numRuns: 150 },
    );
  });

  it('takes long messages and all 65,536 symbols', () => {
    const random = generator(3);
    const symbols = Int16Array.from({ length: 70_001 }, () => random(65_536) - 32_768);
    symbols.set([-32_768, 32_767]);
    const message = {
      table: everySymbol,
      symbols,
      indexes: new Uint16Array(symbols.length),
    };
    const bytes = encode(session, message);
    expect(bytes.length).toBeLessThanOrEqual(2 * symbols.length + 16);
    expect(decode(session, bytes, message)).toEqual(symbols);
  });

  it('takes as many distributions as indexes can name', () => {
    const distributions = Array.from({ length: 65_536 }, (_, i) => ({
      ...certain,
      offset: i % 99,
    }));
    const table = { precision: 12, distributions };
    const indexes = Uint16Array.from({ length: 5000 }, (_, i) => 65_535 - 13 * i);
    const message = { table, indexes, symbols: Int16Array.from(indexes, (index) => index % 99) };
    if (coder.id === 'tans') {
      expect(() => encode(session, message)).toThrow(/at most 268435456 in all.*or rans/);
      return;
    }
    const bytes = encode(session, message);
    expect(decode(session, bytes, message)).toEqual(message.symbols);
  });

  it('spends nothing on symbols that are certain, and on none', () => {
    const table = { precision: 12, distributions: [certain] };
    for (const count of [0, 1, 100_000]) {
      const message = {
        table,
        symbols: new Int16Array(count).fill(7),
        indexes: new Uint16Array(count),
      };
      const bytes = encode(session, message);
      expect(bytes.length).toBe(0);
      expect(decode(session, bytes, message)).toEqual(message.symbols);
    }
  });

  it('takes escapes at both ends of 16 bits', () => {
    const distributions = [-32_768, 0, 32_765].map((offset) => ({
      offset,
      cdf: Uint32Array.of(0, 200, 210, 255, 256),
      escape: true,
    }));
    const symbols = Int16Array.of(
      -32_768,
      -32_766,
      -32_765,
      -1,
      0,
      2,
      3,
      4,
      32_764,
      32_767,
      32_765,
    );
    for (const index of [0, 1, 2]) {
      const indexes = new Uint16Array(symbols.length).fill(index);
      const message = { table: { precision: 8, distributions }, symbols, indexes };
      expect(decode(session, encode(session, message), message)).toEqual(symbols);
    }
  });

  it('keeps streams apart that are open at a time', () => {
    const messages = [1, 2, 3].map((seed) => laplacianMessage(scales, 2000, seed));
    const encoders = messages.map(({ table }) => session.encoder(table));
    for (let from = 0; from < 2000; from += 50) {
      for (const [i, { symbols, indexes }] of messages.entries()) {
        encoders[i]!.push(symbols.subarray(from, from + 50), indexes.subarray(from, from + 50));
      }
    }
    const streams = encoders.map((encoder) => encoder.finish());
    const decoders = streams.map((bytes, i) => session.decoder(messages[i]!.table, bytes));
    const back = messages.map(() => new Int16Array(2000));
    for (let from = 0; from < 2000; from += 50) {
      for (const [i, { indexes }] of messages.entries()) {
        decoders[i]!.pull(back[i]!.subarray(from, from + 50), indexes.subarray(from, from + 50));
      }
    }
    for (const decoder of decoders) decoder.finish();
    expect(back).toEqual(messages.map(({ symbols }) => symbols));
  });

  describe('of a broken stream', () => {
    const message = laplacianMessage(scales, 400, 5);
    let bytes: Uint8Array;
    beforeAll(() => {
      bytes = encode(session, message);
    });

    /** Whether the stream is refused; what is thrown must be a WorkError. */
    const refused = (stream: Uint8Array, asked: Omit<Message, 'symbols'> = message): boolean => {
      try {
        decode(session, stream, asked);
        return false;
      } catch (error) {
        expect(error).toBeInstanceOf(WorkError);
        return true;
      }
    };

    it('notices that the end is missing, however much', () => {
      for (let length = 0; length < bytes.length; length++) {
        // A prefix code's last symbol may read as a shorter one where its end is missing.
        if (wholeBits.has(coder.id) && length >= bytes.length - 2) continue;
        expect(refused(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`).toBe(true);
      }
    });

    it('notices that it goes on, or has more or fewer symbols than are asked for', () => {
      for (const more of [[0], [255], [0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]]) {
        expect(refused(Uint8Array.of(...bytes, ...more))).toBe(true);
      }
      expect(refused(bytes, { ...message, indexes: message.indexes.subarray(0, 300) })).toBe(true);
      const longer = new Uint16Array(100_000).fill(5);
      expect(refused(bytes, { ...message, indexes: longer })).toBe(true);
      if (wholeBits.has(coder.id)) return;
      const other = message.indexes.map((index) => (index + 1) % 8);
      expect(refused(bytes, { ...message, indexes: other })).toBe(true);
      expect(refused(bytes, { ...message, indexes: message.indexes.subarray(1) })).toBe(true);
    });

    it('gives an error or other symbols where a bit is flipped, and then goes on working', () => {
      let noticed = 0;
      for (let bit = 0; bit < 8 * bytes.length; bit++) {
        const flipped = bytes.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        if (refused(flipped)) noticed++;
        else expect(decode(session, flipped, message)).not.toEqual(message.symbols);
      }
      expect(noticed / (8 * bytes.length)).toBeGreaterThan(noticedFlips[coder.id]!);
      expect(decode(session, bytes, message)).toEqual(message.symbols);
    });

    it('ends on any bytes', () => {
      const indexes = new Uint16Array(20_000).map((_, i) => i % 8);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (stream) => {
          refused(stream, { table: scales, indexes });
          refused(stream, { table: everySymbol, indexes: new Uint16Array(99) });
        }),
        { numRuns: 50 },
      );
    });
  });

  it('refuses tables that break the rules', () => {
    const table = (cdf: number[], more: object = {}): DistributionTable => ({
      precision: 8,
      distributions: [{ offset: 0, cdf: Uint32Array.from(cdf), escape: false }],
      ...more,
    });
    const bad: [DistributionTable, RegExp][] = [
      [table([0, 256], { precision: 7 }), /8 to 16 bits/],
      [table([0, 256], { precision: 17 }), /8 to 16 bits/],
      [table([0, 256], { precision: 8.5 }), /8 to 16 bits/],
      [table([0, 256], { distributions: [] }), /1 to 65536 distributions, got 0/],
      [table([]), /from 0 to 256/],
      [table([0]), /from 0 to 256/],
      [table([1, 256]), /from 0 to 256/],
      [table([0, 255]), /from 0 to 256/],
      [table([0, 9, 9, 256]), /ascends strictly, got 9 after 9/],
      [table([0, 9, 8, 256]), /ascends strictly, got 8 after 9/],
      [
        table([], {
          distributions: [{ offset: 32_767, cdf: Uint32Array.of(0, 9, 256), escape: false }],
        }),
        /-32768\.\.32767, got 32767 to 32768/,
      ],
      [
        table([], { distributions: [{ offset: 0.5, cdf: Uint32Array.of(0, 256), escape: false }] }),
        /-32768\.\.32767/,
      ],
    ];
    for (const [broken, reason] of bad) {
      expect(() => session.encoder(broken)).toThrow(WorkError);
      expect(() => session.encoder(broken)).toThrow(reason);
      expect(() => session.decoder(broken, new Uint8Array(8))).toThrow(reason);
    }
  });

  it('refuses symbols and indexes that the table has not', () => {
    const table = { precision: 12, distributions: [certain] };
    const push = (symbols: number[], indexes: number[]) => () => {
      const encoder = session.encoder(table);
      encoder.push(Int16Array.from(symbols), Uint16Array.from(indexes));
      encoder.finish();
    };
    expect(push([7, 8], [0, 0])).toThrow(
      new WorkError('symbol 8 has no share in distribution 0, which has no escape'),
    );
    expect(push([7, 7], [0, 1])).toThrow(
      new WorkError('a table of 1 distributions has no index 1'),
    );
    expect(push([7, 7], [0])).toThrow(/2 symbols and 1 indexes/);
    const decoder = session.decoder(table, new Uint8Array(0));
    expect(() => decoder.pull(new Int16Array(2), new Uint16Array(1))).toThrow(WorkError);
    expect(() => decoder.pull(new Int16Array(1), Uint16Array.of(1))).toThrow(/no index 1/);
  });

  it('says so when it is used again after its end', () => {
    const encoder = session.encoder(scales);
    const bytes = encoder.finish();
    expect(() => encoder.finish()).toThrow(/used up/);
    expect(() => encoder.push(new Int16Array(1), new Uint16Array(1))).toThrow(/used up/);
    const decoder = session.decoder(scales, bytes);
    decoder.finish();
    expect(() => decoder.finish()).toThrow(/used up/);
    expect(() => decoder.pull(new Int16Array(1), new Uint16Array(1))).toThrow(/used up/);
  });
});
