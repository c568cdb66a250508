import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import type { ModelledCoder } from '#src/entropy/coder.js';
import type { DistributionTable } from '#src/entropy/distribution.js';
import { exp, laplaceTail, log, normalTail } from '#src/entropy/distributions/elementary.js';
import { fromCounts, histogramTable } from '#src/entropy/distributions/histogram.js';
import { mixture, scaleGrid, scaleTable } from '#src/entropy/distributions/parametric.js';
import { fromMasses, quantise } from '#src/entropy/distributions/quantise.js';
import { readTable, writeTable } from '#src/entropy/distributions/table-file.js';
import { flatTable } from '#src/entropy/flat-table.js';
import { idealBits, symbolBits } from '#src/entropy/ideal-bits.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { anyMessage, decode, encode, laplacianMessage } from './streams.ts';

const sharesOf = (cdf: Uint32Array) => Array.from(cdf.subarray(1), (end, i) => end - cdf[i]!);

describe('elementary functions', () => {
  it('agree with those of the engine', () => {
    for (let x = -690; x < 690; x += 0.7321) expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 12);
    for (let x = 1e-9; x < 1e9; x *= 1.37) expect(log(x)).toBeCloseTo(Math.log(x), 12);
    expect(exp(-1000)).toBe(0);
    expect([exp(0), log(1), laplaceTail(0), normalTail(0)]).toEqual([1, 0, 0.5, 0.5]);
  });

  it('have the published tails of the normal distribution', () => {
    // norm.sf of SciPy 1.17.1.
    const published = [
      [1, 0.15865525393145707],
      [2.8284, 0.0023390656954665958],
      [3, 0.0013498980316300933],
      [5, 2.866515718791933e-7],
      [10, 7.61985302416047e-24],
      [-3, 0.9986501019683699],
    ] as const;
    for (const [x, tail] of published) expect(normalTail(x) / tail).toBeCloseTo(1, 11);
  });
});

describe('quantise', () => {
  const cost = (masses: number[], shares: number[]) =>
    masses.reduce((sum, mass, i) => sum - mass * Math.log2(shares[i]!), 0);

  it('finds the cheapest shares of all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 60,
        }),
        (drawn) => {
          const masses = [...drawn, 0.3];
          // Unit by unit to the slot that gains most: optimal, and slow.
          const greedy = masses.map(() => 1);
          for (let unit = masses.length; unit < 256; unit++) {
            const gains = masses.map((mass, i) => mass * Math.log1p(1 / greedy[i]!));
            greedy[gains.indexOf(Math.max(...gains))]! += 1;
          }
          const shares = sharesOf(quantise(masses, 8));
          expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
          expect(shares.reduce((a, b) => a + b)).toBe(256);
          expect(cost(masses, shares)).toBeCloseTo(cost(masses, greedy), 9);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('shares equally among equals, the rest to the first, and in any unit', () => {
    expect(sharesOf(quantise([1, 1, 1], 8))).toEqual([86, 85, 85]);
    expect(sharesOf(quantise([1e-300, 1e-300], 8))).toEqual([128, 128]);
    expect(sharesOf(quantise([0, 5, 0], 8))).toEqual([1, 254, 1]);
    expect(sharesOf(quantise(new Float64Array(65_536).fill(7), 16))).toEqual(
      new Array(65_536).fill(1),
    );
  });

  it('refuses what are no masses', () => {
    for (const masses of [[], [0, 0], [1, -1], [Number.NaN], [Infinity], new Array(257).fill(1)]) {
      expect(() => quantise(masses, 8)).toThrow(WorkError);
    }
  });
});

describe('parametric distributions', () => {
  it('give each symbol its mass, and the tails to the escape', () => {
    for (const family of ['gaussian', 'laplace'] as const) {
      const {
        offset,
        cdf,
        escape: open,
      } = mixture(
        family,
        [
          { mean: -3.25, scale: 1.5, weight: 1 },
          { mean: 10, scale: 4, weight: 3 },
        ],
        16,
      );
      expect(open).toBe(true);
      const shares = sharesOf(cdf);
      const tail = family === 'gaussian' ? normalTail : laplaceTail;
      const above = (x: number) => (tail((x + 3.25) / 1.5) + 3 * tail((x - 10) / 4)) / 4;
      for (let slot = 0; slot + 1 < shares.length; slot++) {
        const symbol = offset + slot;
        const mass = above(symbol - 0.5) - above(symbol + 0.5);
        expect(Math.abs(shares[slot]! / 65_536 - mass)).toBeLessThan(1 / 65_536);
      }
    }
  });

  it('stay legal for any parameters', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('gaussian' as const, 'laplace' as const),
        fc.array(
          fc.record({
            mean: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
            scale: fc.oneof(
              fc.double({ min: 1e-6, max: 1, noNaN: true }),
              fc.double({ min: 1, max: 1e6, noNaN: true }),
            ),
            weight: fc.double({ min: 1e-6, max: 1, noNaN: true }),
          }),
          { minLength: 1, maxLength: 2 },
        ),
        fc.integer({ min: 8, max: 16 }),
        (family, components, precision) => {
          const table = { precision, distributions: [mixture(family, components, precision)] };
          expect(flatTable(table).count).toBe(1);
        },
      ),
      { numRuns: 30 },
    );
    for (const component of [
      { mean: 0, scale: 0, weight: 1 },
      { mean: 0, scale: -1, weight: 1 },
      { mean: Number.NaN, scale: 1, weight: 1 },
      { mean: 0, scale: 1, weight: 0 },
    ]) {
      expect(() => mixture('gaussian', [component], 16)).toThrow(WorkError);
    }
    expect(() => mixture('gaussian', [], 16)).toThrow(WorkError);
  });

  it('make the usual grid of scales', () => {
    const scales = scaleGrid();
    expect(scales).toHaveLength(64);
    expect(scales[0]).toBeCloseTo(0.11, 12);
    expect(scales[63]).toBeCloseTo(256, 10);
    expect(scales[1]! / scales[0]!).toBeCloseTo(scales[63]! / scales[62]!, 12);
    expect(scaleGrid({ least: 2, count: 1 })[0]).toBeCloseTo(2, 12);
    for (const least of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => scaleGrid({ least })).toThrow(WorkError);
    }
  });
});

it.each([0, 7, 8.5, 17, 40])('no distribution has %d bits', (precision) => {
  const symbols = Int16Array.of(3, 4);
  const reason = new WorkError(
    `a table of distributions has 8 to 16 bits of precision, got ${precision}`,
  );
  expect(() => quantise([1, 2], precision)).toThrow(reason);
  expect(() => histogramTable(symbols, new Uint16Array(2), precision)).toThrow(reason);
  expect(() => fromCounts(0, new Float64Array(2), precision)).toThrow(reason);
  expect(() => scaleTable('laplace', [1], precision)).toThrow(reason);
});

describe('histogramTable', () => {
  it('has a distribution for each index, nearly as cheap as the counts allow', () => {
    const drawn = laplacianMessage(scaleTable('laplace', [0.3, 5], 16), 20_000, 9);
    const near = drawn.symbols.map((symbol) => Math.max(-40, Math.min(40, symbol)));
    const message = { ...drawn, symbols: near };
    const indexes = message.indexes.map((index) => 2 * index);
    const table = histogramTable(message.symbols, indexes, 16);
    expect(table.distributions).toHaveLength(3);
    // None was seen for the index between.
    expect(table.distributions[1]).toEqual({
      offset: 0,
      cdf: Uint32Array.of(0, 65_536),
      escape: true,
    });
    let entropy = 0;
    for (const index of [0, 2]) {
      const counts = new Map<number, number>();
      message.symbols.forEach((symbol, i) => {
        if (indexes[i] === index) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
      });
      const total = [...counts.values()].reduce((a, b) => a + b);
      for (const count of counts.values()) entropy -= count * Math.log2(count / total);
    }
    const bits = idealBits(table, message.symbols, indexes);
    expect(bits).toBeGreaterThanOrEqual(entropy - 1e-3 * entropy);
    expect(bits).toBeLessThan(1.001 * entropy);
  });

  it('leaves rare symbols at the ends to an escape, and any that do not fit', () => {
    const counts = new Float64Array(2000);
    counts.set([1, 0, 0, 5000, 9000, 0, 700, 0, 0, 2], 100);
    counts[1999] = 1;
    const { offset, cdf, escape: open } = fromCounts(-103, counts, 8);
    expect([offset, cdf.length - 2, open]).toEqual([0, 4, true]);
    const all = fromCounts(-32_768, new Float64Array(65_536).fill(1), 16);
    expect([all.cdf.length, all.escape]).toEqual([65_537, false]);
    const most = fromCounts(-32_768, new Float64Array(65_536).fill(1), 15);
    expect([most.cdf.length, most.escape]).toEqual([32_769, true]);
    expect(fromCounts(5, Float64Array.of(3), 12)).toEqual({
      offset: 5,
      cdf: Uint32Array.of(0, 4096),
      escape: false,
    });
    expect(() => histogramTable(new Int16Array(2), new Uint16Array(1), 12)).toThrow(WorkError);
  });
});

describe('idealBits', () => {
  it('counts by hand', () => {
    const distribution = { offset: 0, cdf: Uint32Array.of(0, 128, 192, 256), escape: true };
    const table = { precision: 8, distributions: [distribution] };
    const bits = (...symbols: number[]) =>
      idealBits(table, Int16Array.from(symbols), new Uint16Array(symbols.length));
    expect(bits()).toBe(0);
    expect(bits(0, 1)).toBe(3);
    // 2 and -1 are nearest to the slots: codes 0 and 1, of 1 and 3 bits.
    expect(bits(2)).toBe(2 + 1);
    expect(bits(-1)).toBe(2 + 3);
    expect(bits(-32_768)).toBe(2 + 2 * 16 + 1);
    const shut = { precision: 8, distributions: [{ ...distribution, escape: false }] };
    expect(() => idealBits(shut, Int16Array.of(3), new Uint16Array(1))).toThrow(WorkError);
    expect(() => idealBits(table, new Int16Array(1), Uint16Array.of(1))).toThrow(/no index 1/);
    const cost = symbolBits(table);
    for (const symbol of [-32_768, -1, 0, 1, 2, 3, 32_767])
      expect(cost(symbol, 0)).toBe(bits(symbol));
    for (const symbol of [0, 1, 2]) expect(symbolBits(shut)(symbol, 0)).toBe([1, 2, 2][symbol]);
    for (const symbol of [-1, 3]) expect(symbolBits(shut)(symbol, 0)).toBe(Infinity);
  });
});

describe('writeTable', () => {
  it('gives the same table back', () => {
    fc.assert(
      fc.property(anyMessage, ({ table }) => {
        expect(readTable(writeTable(table))).toEqual(table);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused by its reader where anything is wrong', () => {
    const bytes = writeTable(scaleTable('gaussian', [0.5, 3], 12));
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readTable(bytes.subarray(0, length))).toThrow(WorkError);
    }
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => readTable(flipped)).toThrow(WorkError);
    }
    expect(() => readTable(Uint8Array.of(...bytes, 0))).toThrow(WorkError);
  });
});

/** Bytes made on x86-64, which every machine must make and read. */
const file = new URL('../fixtures/entropy_streams.json', import.meta.url);
interface Fixture {
  readonly tables: Readonly<Record<string, string>>;
  readonly streams: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
  /** Base64 of a short stream of every coder. */
  readonly short: Readonly<Record<string, string>>;
}

const tables: Record<string, DistributionTable> = {
  'gaussian 16': scaleTable('gaussian', scaleGrid(), 16),
  'gaussian 10': scaleTable('gaussian', scaleGrid({ count: 9, greatest: 12 }), 10),
  'laplace 12': scaleTable('laplace', scaleGrid({ count: 16, greatest: 60 }), 12),
  'mixture 14': {
    precision: 14,
    distributions: [0.1, 0.37, 0.9].map((mean) =>
      mixture(
        'gaussian',
        [
          { mean, scale: 0.7, weight: 0.6 },
          { mean: -4 * mean, scale: 9.5, weight: 0.4 },
        ],
        14,
      ),
    ),
  },
  'masses 8': {
    precision: 8,
    distributions: [fromMasses(-2, [0.01, 0.2, 0.55, 0.2, 0.03], { others: 0.01, precision: 8 })],
  },
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('tables and streams are those of the fixture; UPDATE=1 writes it anew', async () => {
  const loaded = await Promise.all(entropyCoders.names.map((name) => entropyCoders.load(name)));
  const coders = loaded.filter((coder): coder is ModelledCoder => coder.kind === 'modelled');
  const made = {
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [name, sha256(writeTable(table))]),
    ),
    streams: {} as Record<string, { sha256: string; bytes: number }>,
    short: {} as Record<string, string>,
  };
  for (const coder of coders) {
    const session = await coder.open();
    for (const [name, table] of Object.entries(tables)) {
      const bytes = encode(session, laplacianMessage(table, 40_000, 11));
      made.streams[`${coder.id} ${name}`] = { sha256: sha256(bytes), bytes: bytes.length };
    }
    const message = laplacianMessage(tables['masses 8']!, 200, 12);
    made.short[coder.id] = Buffer.from(encode(session, message)).toString('base64');
    if (process.env['UPDATE'] !== '1') {
      const { short } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
      const stored = new Uint8Array(Buffer.from(short[coder.id]!, 'base64'));
      expect(decode(session, stored, message)).toEqual(message.symbols);
    }
    await session.close();
  }
  if (process.env['UPDATE'] === '1') writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
  expect(made).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
