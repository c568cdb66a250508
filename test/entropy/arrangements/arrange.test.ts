import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, disarrange, planSheets } from '#src/entropy/arrangements/arrange.js';
import { piecesOf } from '#src/entropy/arrangements/cut.js';
import { nested } from '#src/entropy/arrangements/nested.js';
import type { ArrangementId } from '#src/entropy/coder.js';
import { latentCount } from '#src/entropy/latents.js';
import { group } from '../latents.ts';

const ids: readonly ArrangementId[] = ['stacked', 'tiled', 'nested', 'strided'];

const size = fc.record({
  channels: fc.integer({ min: 1, max: 20 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
});

/** The scales of a transform, whole or its coarsest bands in one group with the corner, in any order. */
const scales = fc
  .record({
    colours: fc.integer({ min: 1, max: 4 }),
    levels: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 3 }),
    width: fc.integer({ min: 1, max: 3 }),
    apart: fc.boolean(),
  })
  .chain(({ colours, levels, height, width, apart }) => {
    const coarsest = { channels: apart ? colours : 4 * colours, height, width };
    const finer = Array.from({ length: levels }, (_, level) => {
      const scale = apart ? level : level + 1;
      return { channels: 3 * colours, height: height << scale, width: width << scale };
    });
    const shapes = [coarsest, ...finer];
    return fc.shuffledSubarray(shapes, { minLength: shapes.length });
  });

const filled = (shapes: readonly { channels: number; height: number; width: number }[]) => {
  let next = 1;
  return shapes.map(({ channels, height, width }) => group(channels, height, width, () => next++));
};

describe.each(ids)('%s', (id) => {
  it('has an exact inverse, places every value once and pads by what is nearest to zero', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(size, { maxLength: 5 }), scales), (shapes) => {
        const groups = filled(shapes);
        const sheets = arrange(groups, id);
        expect(disarrange(sheets, shapes, id)).toEqual(groups);
        const count = groups.reduce((sum, each) => sum + latentCount(each), 0);
        const values = sheets.flatMap(({ data }) => [...data]);
        expect(new Set(values).size).toBe(count);
        for (const { channels, height, width, data } of sheets) {
          expect(data.length).toBe(channels * height * width);
        }
        for (const sheet of sheets) {
          const least = Math.min(...sheet.data);
          const seen = new Set<number>();
          for (const value of sheet.data) {
            if (seen.has(value)) expect(value).toBe(least);
            seen.add(value);
          }
        }
      }),
    );
  });
});

describe('stacked', () => {
  it('puts the planes one below the other, a sheet for each group', () => {
    const sheets = arrange([group(2, 1, 2, (i) => i), group(1, 1, 1, () => 9)], 'stacked');
    expect(sheets).toEqual([
      { channels: 1, height: 2, width: 2, data: Int16Array.of(0, 1, 2, 3) },
      { channels: 1, height: 1, width: 1, data: Int16Array.of(9) },
    ]);
  });
});

describe('tiled', () => {
  it('makes three planes a tile and the grid of tiles square', () => {
    const [plan] = planSheets([{ channels: 26, height: 2, width: 2 }], 'tiled');
    expect(plan).toMatchObject({ channels: 3, height: 6, width: 6 });
    expect(plan?.tiles[4]).toEqual({ group: 0, plane: 4, channel: 1, x: 2, y: 0 });
    expect(plan?.tiles[25]).toEqual({ group: 0, plane: 25, channel: 1, x: 4, y: 4 });
  });

  it('leaves a single plane alone', () => {
    const [plan] = planSheets([{ channels: 1, height: 2, width: 5 }], 'tiled');
    expect(plan).toMatchObject({ channels: 1, height: 2, width: 5 });
  });
});

describe('nested', () => {
  it('puts the coarsest plane into the corner and the bands around it', () => {
    const names = [
      group(1, 1, 1, () => 1),
      group(3, 1, 1, (i) => 2 + i),
      group(3, 2, 2, (i) => 10 * (1 + Math.floor(i / 4))),
    ];
    const [sheet] = arrange(names, 'nested');
    expect(sheet).toMatchObject({ channels: 1, height: 4, width: 4 });
    expect([...sheet!.data]).toEqual([
      ...[1, 2, 10, 10],
      ...[3, 4, 10, 10],
      ...[20, 20, 30, 30],
      ...[20, 20, 30, 30],
    ]);
  });

  it('takes luma and chroma bands in groups of their own, in three channels', () => {
    const shapes = [
      { channels: 3, height: 2, width: 3 },
      { channels: 3, height: 2, width: 3 },
      { channels: 6, height: 2, width: 3 },
      { channels: 3, height: 4, width: 6 },
      { channels: 6, height: 4, width: 6 },
    ];
    const [plan] = nested(shapes)!;
    expect(plan).toMatchObject({ channels: 3, height: 8, width: 12 });
    // The third band of the second chroma, at the finest scale.
    expect(plan!.tiles).toContainEqual({ group: 4, plane: 5, channel: 2, x: 6, y: 4 });
  });

  it.each([
    ['one group', [{ channels: 12, height: 4, width: 4 }]],
    [
      'sides that do not double',
      [
        { channels: 1, height: 2, width: 2 },
        { channels: 3, height: 2, width: 2 },
        { channels: 3, height: 4, width: 5 },
      ],
    ],
    [
      'a hyperprior',
      [
        { channels: 128, height: 2, width: 2 },
        { channels: 192, height: 8, width: 8 },
      ],
    ],
    [
      'planes that are no bands of the coarsest',
      [
        { channels: 2, height: 2, width: 2 },
        { channels: 3, height: 2, width: 2 },
        { channels: 3, height: 4, width: 4 },
      ],
    ],
  ])('falls back to stacked for %s', (_name, shapes) => {
    expect(nested(shapes)).toBeNull();
    expect(planSheets(shapes, 'nested')).toEqual(planSheets(shapes, 'stacked'));
  });
});

describe('piecesOf', () => {
  it('covers a sheet once, with no piece beyond the side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 41 }),
        (height, width, side) => {
          const covered = new Uint8Array(height * width);
          for (const piece of piecesOf({ channels: 1, height, width }, side)) {
            expect(Math.max(piece.height, piece.width)).toBeLessThanOrEqual(side);
            for (let y = piece.y; y < piece.y + piece.height; y++) {
              for (let x = piece.x; x < piece.x + piece.width; x++) covered[y * width + x]! += 1;
            }
          }
          expect(covered.every((times) => times === 1)).toBe(true);
        },
      ),
    );
  });
});

it('refuses a group that has other than the values of its shape', () => {
  const short = { ...group(2, 3, 4, () => 0), data: new Int16Array(23) };
  for (const id of ids) {
    expect(() => arrange([short], id)).toThrow(/got 2x3x4 and 23 values$/);
  }
});
