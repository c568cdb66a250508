import { describe, expect, it } from 'vitest';
import { choosing } from '#src/codecs/learned/choose.js';
import type { OpenModel } from '#src/codecs/learned/model.js';
import type { NamedTensors } from '#src/codecs/learned/tensors.js';
import type { CodedGroup } from '#src/codecs/learned/walk.js';
import { scaleTable } from '#src/entropy/distributions/parametric.js';
import { idealBits, symbolBits } from '#src/entropy/ideal-bits.js';

const table = scaleTable('laplace', [0.2, 3], 16);

function chosen(
  coefficients: readonly number[],
  { lambda, index = 0, limit = 100 }: { lambda: number; index?: number; limit?: number },
): number[] {
  const width = coefficients.length;
  const dims = [1, 1, 1, width];
  const tensors: NamedTensors = new Map([
    ['g', { tensor: { dims, data: Float32Array.from(coefficients) }, scale: 1 }],
  ]);
  const model = { card: { id: 'test' }, table } as unknown as OpenModel;
  const group: CodedGroup = {
    ...{ id: 'g', channels: 1, height: 1, width, scale: 1, limit, predict: 'none' },
    ...{ data: new Int16Array(width), values: null, filters: 1, ranged: null },
  };
  const coding = choosing(model, tensors, { lambda, unit: 1 });
  coding.code(group, 'all', new Uint16Array(width).fill(index), null);
  return [...group.data];
}

describe('choosing', () => {
  const coefficients = [0.2, -0.6, 0.9, -1.4, 2.5, 7.7, -80, 0];

  it('takes the nearest symbol where bits are free', () => {
    expect(chosen(coefficients, { lambda: 0 })).toEqual([0, -1, 1, -1, 3, 8, -80, 0]);
  });

  it('takes the symbol of least cost, by a search through all of them', () => {
    for (const index of [0, 1]) {
      for (const lambda of [0.02, 0.1, 0.4]) {
        const cost = (c: number, k: number): number =>
          (c - k) ** 2 + lambda * idealBits(table, Int16Array.of(k), Uint16Array.of(index));
        const found = chosen(coefficients, { lambda, index });
        for (const [i, c] of coefficients.entries()) {
          const nearest = Math.round(Math.abs(c)) * Math.sign(c) || 0;
          const near = [0, 1, 2].map((k) => nearest - Math.sign(c) * k || 0);
          const least = Math.min(...near.filter((k) => k * c >= 0).map((k) => cost(c, k)));
          expect(cost(c, found[i]!)).toBeCloseTo(least, 4);
        }
      }
    }
  });

  it('gives up what a peaked distribution makes dear, and keeps what a flat one does not', () => {
    expect(chosen([0.7], { lambda: 0.15, index: 0 })).toEqual([0]);
    expect(chosen([0.9], { lambda: 0.05, index: 1 })).toEqual([1]);
  });

  it('stays within the limit and refuses what is no number', () => {
    expect(chosen([900, -900], { lambda: 0, limit: 50 })).toEqual([50, -50]);
    expect(() => chosen([Number.NaN], { lambda: 0.1 })).toThrow(/1 coefficients that are no/);
  });
});

describe('symbolBits', () => {
  it('adds up to the ideal code length, escapes included', () => {
    const symbols = Int16Array.of(0, 1, -1, 5, -7, 300, -32_768, 32_767);
    const bits = symbolBits(table);
    for (const index of [0, 1]) {
      const sum = [...symbols].reduce((total, symbol) => total + bits(symbol, index), 0);
      expect(sum).toBeCloseTo(
        idealBits(table, symbols, new Uint16Array(symbols.length).fill(index)),
        3,
      );
    }
  });
});
