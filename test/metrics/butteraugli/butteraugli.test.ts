import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage, loadImageFile } from '#src/image/files/load.js';
import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';
import { butteraugli, butteraugliP3 } from '#src/metrics/butteraugli/butteraugli.js';
import { type Norms, openMaps } from '#src/metrics/butteraugli/maps.js';
import { makePair, nameOf, pairSchema } from '../../fixtures/pairs.ts';
import { scoreOf } from '../../support/score.ts';
import { describeShared, shared } from '../../support/shared.ts';
import { mapSamples, picture, type Recipe } from '../pictures.ts';

const distances = z.object({ max: z.number(), p3: z.number() });
const fixture = z.object({
  pairs: z.array(pairSchema.extend({ butteraugli: distances })),
});
type Case = z.infer<typeof fixture>['pairs'][number];

const read = async (name: string): Promise<Case[]> =>
  fixture.parse(
    JSON.parse(await readFile(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')),
  ).pairs;

const rgb: Recipe = { width: 70, height: 50, channels: 3, depth: 8, seed: 3 };

/** Within 0.05 % of the tool, and of the digits that it prints. */
function expectNear(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThan(5e-4 * expected + 1e-6);
}

async function normsOf(original: Raster, decoded: Raster, asymmetry = 1): Promise<Norms> {
  const maps = await openMaps(original, { asymmetry });
  const norms = maps.norms(decoded);
  maps.close();
  return norms;
}

async function expectAsTool({ butteraugli: tool, ...pair }: Case): Promise<void> {
  const { original, decoded } = await makePair(pair);
  const { max, p3 } = await normsOf(original, decoded);
  expectNear(max, tool.max);
  expectNear(p3, tool.p3);
}

describe("by libjxl's present tool", async () => {
  const cases = await read('butteraugli_libjxl.json');
  test.each(cases.map((each) => [nameOf(each), each] as const))('%s', (_name, each) =>
    expectAsTool(each),
  );
});

describeShared('pairs of the shared test data', async () => {
  const cases = await read('butteraugli_shared.json');
  test.each(cases.map((each) => [nameOf(each), each] as const))('%s', (_name, each) =>
    expectAsTool(each),
  );
});

describeShared('an asymmetry of 0.8', () => {
  const expected = z.object({
    pairs: z.array(
      z.object({
        ref: z.string(),
        dist: z.string(),
        computed: z.object({
          'butteraugli_libjxl0.7': z.object({ max: z.number(), p3norm: z.number() }),
        }),
      }),
    ),
  });

  /** By libjxl aea3a06e (August 2026) with hf_asymmetry 0.8, which its tool does not offer. */
  const present = [
    { max: 22.5818252563, p3: 10.481089999 },
    { max: 54.9770889282, p3: 25.50879608 },
    { max: 12.1694641113, p3: 3.628051103 },
    { max: 4.9841384888, p3: 1.679901836 },
  ];

  test("is that of libjxl 0.7's tool, whose low frequencies weigh less", async () => {
    const file = shared('metrics', 'expected.json');
    const { pairs } = expected.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(pairs).toHaveLength(present.length);
    for (const [i, { ref, dist, computed }] of pairs.entries()) {
      const original = await loadImageFile(shared('metrics', ref));
      const { max, p3 } = await normsOf(
        original,
        await loadImageFile(shared('metrics', dist)),
        0.8,
      );
      expectNear(max, present[i]!.max);
      expectNear(p3, present[i]!.p3);
      const old = computed['butteraugli_libjxl0.7'];
      expect(Math.abs(max / old.max - 1)).toBeLessThan(5e-3);
      expect(Math.abs(p3 / old.p3norm - 1)).toBeLessThan(5e-3);
    }
  });
});

describeShared('Kodak as JPEG', () => {
  const table = z.object({
    rows: z.array(
      z.object({
        image: z.string(),
        quality: z.number(),
        butteraugli: z.number(),
        'butteraugli-p3': z.number(),
      }),
    ),
  });

  test('48 scores of the present tool, which fall with rising quality', async () => {
    const file = shared('reference', 'kodak-jpeg-libjxl-scores.json');
    const { rows } = table.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(rows).toHaveLength(48);
    for (const image of new Set(rows.map((row) => row.image))) {
      const points = rows.filter((row) => row.image === image);
      const original = await loadImageFile(shared('datasets', 'kodak', `${image}.png`));
      const [max, p3] = [
        await butteraugli.prepare(original),
        await butteraugliP3.prepare(original),
      ];
      const found: number[] = [];
      for (const { quality, ...expected } of points.toSorted((a, b) => a.quality - b.quality)) {
        const decoded = await throughJpeg(original, quality);
        found.push((await max.score(decoded)).value);
        expectNear(found.at(-1)!, expected.butteraugli);
        expectNear((await p3.score(decoded)).value, expected['butteraugli-p3']);
      }
      max.close();
      p3.close();
      expect(found).toEqual(found.toSorted((a, b) => b - a));
    }
  });
});

/** As cjpeg -quality Q -sample 2x2 and djpeg: sharp has the same library. */
async function throughJpeg({ width, height, data }: Raster, quality: number): Promise<Raster> {
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return decodeImage(bytes, { name: 'kodak.jpg' });
}

describe('its norms', () => {
  test('are those of the map, and of each tile', async () => {
    const recipe: Recipe = { ...rgb, width: 150, height: 201 };
    const original = picture(recipe);
    const scorer = await butteraugli.prepare(original);
    const decoded = picture(recipe, 25);
    const { value, map, worstTile } = await scorer.score(decoded, { map: true });
    scorer.close();
    const third = await butteraugliP3.prepare(original);
    const p3 = await third.score(decoded, { map: true });
    third.close();

    expect(map!.data).toHaveLength(150 * 201);
    expect(p3.map!.data).toEqual(map!.data);
    expect(value).toBe(Math.max(...map!.data));
    expect(p3.value).toBeCloseTo(normOf(map!.data), 12);
    expect(worstTile!.value).toBe(value);
    expect(p3.worstTile!.value).toBeGreaterThan(p3.value);
    const { x, y, width, height } = p3.worstTile!;
    const inTile = map!.data.filter((_error, i) => {
      const [column, row] = [i % 150, Math.floor(i / 150)];
      return column >= x && column < x + width && row >= y && row < y + height;
    });
    expect(p3.worstTile!.value).toBeCloseTo(normOf(inTile), 12);
  });

  test('take the greater of black and white grounds where a pixel is transparent', async () => {
    // White on white is not seen, black on white is.
    const alpha = (value: number): Raster => {
      const data = new Uint8Array(32 * 32 * 4).fill(255);
      for (let i = 0; i < data.length; i += 4) data.set([value, value, value, 100], i);
      return { width: 32, height: 32, channels: 4, depth: 8, data };
    };
    const opaque = (value: number): Raster => ({
      ...alpha(value),
      channels: 3,
      data: new Uint8Array(32 * 32 * 3).fill(value),
    });
    const scores = [
      await scoreOf(butteraugli, alpha(255), opaque(100)),
      await scoreOf(butteraugli, alpha(255), opaque(255)),
      await scoreOf(butteraugli, alpha(255), alpha(255)),
    ];
    expect(scores[0]).toBeCloseTo(await scoreOf(butteraugli, opaque(255), opaque(100)), 4);
    expect(scores[1]).toBeCloseTo(await scoreOf(butteraugli, opaque(100), opaque(255)), 4);
    expect(scores[2]).toBe(0);
  });
});

function normOf(values: Float32Array): number {
  const norms = [3, 6, 12].map((p) => {
    const sum = values.reduce((total, value) => total + value ** p, 0);
    return (sum / values.length) ** (1 / p);
  });
  return (norms[0]! + norms[1]! + norms[2]!) / 3;
}

describe('a picture with itself', () => {
  test.each([
    [8, 8],
    [8, 9],
    [15, 8],
    [16, 15],
    [17, 33],
    [31, 32],
    [255, 12],
    [12, 257],
    [263, 68],
    [64, 130],
  ])('is 0 at %i x %i', async (width, height) => {
    const image = picture({ ...rgb, width, height });
    const scorer = await butteraugli.prepare(image);
    const { value, map } = await scorer.score({ ...image }, { map: true });
    scorer.close();
    expect(value).toBe(0);
    expect(map!.data.every((error) => error === 0)).toBe(true);
    expect(await scoreOf(butteraugliP3, image, { ...image })).toBe(0);
  });
});

describe('one original', () => {
  test('in both metrics is worked upon once, and so is a decoded picture', async () => {
    const original = picture(rgb);
    const decoded = picture(rgb, 30);
    const max = await butteraugli.prepare(original);
    const p3 = await butteraugliP3.prepare(original);
    const { value } = await max.score(decoded);
    // Rasters are not to be changed: that this one was is not seen by the second metric.
    const later = mapSamples(decoded, (v) => v);
    decoded.data.fill(0);
    const shares = (await p3.score(decoded)).value;
    max.close();
    expect((await p3.score(later)).value).toBe(shares);
    p3.close();
    expect(await scoreOf(butteraugli, original, later)).toBe(value);
    expect(await scoreOf(butteraugliP3, original, later)).toBe(shares);
  });

  test('stays good for one metric when the other is closed, twice', async () => {
    const original = picture(rgb);
    const decoded = picture(rgb, 30);
    const [max, p3] = await Promise.all([
      butteraugli.prepare(original),
      butteraugliP3.prepare(original),
    ]);
    max.close();
    max.close();
    const other: Recipe = { ...rgb, width: 91, height: 40 };
    await scoreOf(butteraugli, picture(other), picture(other, 9));
    const { value } = await p3.score(decoded);
    p3.close();
    expect(value).toBe(await scoreOf(butteraugliP3, original, decoded));
  });
});
