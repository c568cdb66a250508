import { describe, expect, test } from 'vitest';
import { colourTransforms, decorrelate, markTransform } from '#src/codecs/jpegls/colour.js';
import { picture } from '../support.ts';

/** The inverse as the transforms are published (ITU-T T.870 has hp1 to hp3 as examples). */
function correlate([a, b, c]: readonly number[], transform: string, range: number) {
  const half = range / 2;
  const mask = range - 1;
  const [x, y, z] = [a!, b!, c!];
  if (transform === 'hp1') return [(x + y - half) & mask, y, (z + y - half) & mask];
  if (transform === 'hp2') {
    const red = (x + y - half) & mask;
    return [red, y, (z + ((red + y) >> 1) - half) & mask];
  }
  const green = (x - ((z + y) >> 2) + range / 4) & mask;
  return [(z + green - half) & mask, green, (y + green - half) & mask];
}

describe.each(colourTransforms.filter((name) => name !== 'none'))('%s', (transform) => {
  test.each([8, 16] as const)('is undone exactly at %i bit', (depth) => {
    const image = picture({ width: 40, height: 30, depth, grain: 200 });
    const before = image.data.slice();
    const { data } = decorrelate(image, transform);
    expect(image.data).toEqual(before);
    expect(data).not.toEqual(image.data);
    const back = image.data.slice();
    for (let i = 0; i < data.length; i += 3) {
      back.set(correlate([...data.subarray(i, i + 3)], transform, 2 ** depth), i);
    }
    expect(back).toEqual(image.data);
  });
});

test('the segment that tells the transform stands behind the first marker', () => {
  const marked = markTransform(Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 5), 'hp2');
  expect([...marked]).toEqual([
    ...[0xff, 0xd8, 0xff, 0xe8, 0, 7, 0x6d, 0x72, 0x66, 0x78, 2],
    ...[0xff, 0xf7, 5],
  ]);
});
