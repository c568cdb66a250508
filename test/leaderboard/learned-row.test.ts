import { describe, expect, test } from 'vitest';
import { rdMeans } from '#src/leaderboard/rd-groups.js';
import type { RdRecord } from '#src/results/record.js';
import { rdOf } from '../support/records.ts';

const part = (
  used: 'encode' | 'decode' | 'both',
  parameters: number,
  macsPerPixel: number,
): NonNullable<RdRecord['learned']>['parts'][string] => ({
  parameters,
  fileBytes: 4 * parameters,
  macsPerPixel,
  used,
});

const learned = (
  payloadBytes: number,
  estimatedBits: number | null,
  macs = 10,
): NonNullable<RdRecord['learned']> => ({
  model: 'sprig',
  coder: 'rans',
  provider: 'cpu',
  payloadBytes,
  estimatedBits,
  parts: {
    analysis: part('encode', 100, macs),
    synthesis: part('decode', 200, 3 * macs),
    hyper: part('both', 50, 1),
  },
});

const rowOf = (...told: (RdRecord['learned'] | undefined)[]) => {
  const records = told.map((each, i) =>
    rdOf({
      spec: 'sprig:quality=1',
      image: `i${i}`,
      ...(each === undefined ? {} : { learned: each }),
    }),
  );
  return rdMeans(records)[0]!.rows[0]!.learned;
};

describe('a learned codec', () => {
  test('has parameters and work by direction; what both need counts in both', () => {
    expect(rowOf(learned(1000, 7900, 10), learned(1000, 7900, 14))).toEqual({
      model: 'sprig',
      coder: 'rans',
      parameters: { encode: 150, decode: 250 },
      fileBytes: { encode: 600, decode: 1000 },
      macsPerPixel: { encode: 13, decode: 37 },
      payloadBytes: 1000,
      estimatedBits: 7900,
      gap: expect.closeTo(8000 / 7900 - 1, 12),
    });
  });

  test('a row tells the least of what was compared of its model', () => {
    const told = (verified: 'architecture' | 'weights') => ({ ...learned(1, 8), verified });
    expect(rowOf(told('weights'), told('architecture'))!.verified).toBe('architecture');
    expect(rowOf(told('weights'), told('weights'))!.verified).toBe('weights');
    expect(rowOf(learned(1, 8))).not.toHaveProperty('verified');
  });

  test('the gap is of all bits: a large picture weighs more than a small one', () => {
    const row = rowOf(learned(1000, 8000), learned(200, 800));
    expect(row!.gap).toBeCloseTo(9600 / 8800 - 1, 12);
    expect(row!.payloadBytes).toBe(600);
    expect(row!.estimatedBits).toBe(4400);
  });

  test('without an estimate of every picture there is no gap, and none is zero', () => {
    expect(rowOf(learned(1000, 8000), learned(200, null))).toMatchObject({
      payloadBytes: 600,
      estimatedBits: null,
      gap: null,
    });
  });

  test('other codecs, and rows of which a record tells nothing, have none', () => {
    expect(rowOf(undefined, undefined)).toBeNull();
    expect(rowOf(learned(1000, 8000), null)).toBeNull();
  });
});
