import { describe, expect, test } from 'vitest';
import { columnsOf, compactCount, makeMosaic } from '#src/estimate/tiles/mosaic.js';
import { convert } from '#src/image/convert.js';
import { crop } from '#src/image/crop.js';
import { picture } from '../../support/photos.ts';

test('a mosaic is near to a square, with no place left empty', () => {
  expect([1, 2, 4, 6, 9, 12, 7].map(columnsOf)).toEqual([1, 2, 2, 3, 3, 4, 7]);
  for (let wanted = 1; wanted < 200; wanted++) {
    const count = compactCount(wanted + 0.9);
    expect(count).toBeLessThanOrEqual(wanted);
    expect(count).toBeGreaterThan(wanted / 2);
    const columns = columnsOf(count);
    expect(count % columns).toBe(0);
    expect(columns).toBeLessThanOrEqual(2 * (count / columns));
  }
  expect(compactCount(0.2)).toBe(1);
});

describe('a mosaic', () => {
  const image = picture(90, 70);
  const places = [
    [0, 0],
    [48, 32],
    [32, 16],
    [16, 38],
    [58, 0],
    [1, 3],
  ] as const;
  const tiles = places.map(([left, top]) => ({ left, top, side: 32 }));

  test.each([image, convert(image, { channels: 4, depth: 16 })])(
    'holds its tiles sample by sample: %#',
    (source) => {
      const mosaic = makeMosaic(source, tiles);
      expect(mosaic.image).toMatchObject({ width: 96, height: 64, channels: source.channels });
      tiles.forEach(({ left, top }, i) => {
        const size = { width: 32, height: 32 };
        const at = { left: 32 * (i % 3), top: 32 * Math.floor(i / 3), ...size };
        expect(crop(mosaic.image, at).data).toEqual(crop(source, { left, top, ...size }).data);
      });
    },
  );

  test('counts the pixels behind its seams, and what steps over them', () => {
    const mosaic = makeMosaic(image, tiles);
    expect(mosaic.seamPixels).toBe(2 * 64 + 96);
    expect(mosaic.seamStep).toBeGreaterThan(0);
  });

  test('of neighbours has no step but that of the picture, of one tile no seam', () => {
    const flat = picture(64, 64);
    flat.data.fill(90);
    const neighbours = [
      [0, 0],
      [32, 0],
      [0, 32],
      [32, 32],
    ] as const;
    const whole = makeMosaic(
      flat,
      neighbours.map(([left, top]) => ({ left, top, side: 32 })),
    );
    expect(whole).toMatchObject({ seamPixels: 128, seamStep: 0 });
    expect(makeMosaic(flat, [{ left: 3, top: 5, side: 32 }])).toMatchObject({
      seamPixels: 0,
      seamStep: 0,
    });
  });
});
