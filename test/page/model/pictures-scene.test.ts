import { describe, expect, test } from 'vitest';
import { sceneOf } from '#src/page/model/pictures-scene.js';
import { indexPictures } from '#src/page/model/pictures-shown.js';
import { curveOf, dataOf, writeSite } from '../site.ts';

const none = indexPictures(null);

describe('the scene', () => {
  const records = ['jpeg', 'webp', 'avif', 'jxl'].flatMap((codec, nth) =>
    curveOf(codec, { factor: 1 - nth / 5 }),
  );
  const scene = (keys: Record<string, string>) => {
    const data = dataOf(writeSite(records));
    const get = (key: string) => (Object.hasOwn(keys, key) ? keys[key]! : null);
    return { data, ...sceneOf(data, none, { image: 0, get, anchor: 1, metric: 'psnr' })! };
  };

  test('shows the anchor and the two that save most, unless chosen otherwise', () => {
    const { data, slots, mode, pair, base, map, gain, split } = scene({});
    const labels = slots.map(({ curve }) => data.group.curves[curve]!.label);
    expect(labels).toEqual([data.group.curves[1]!.label, 'jxl', 'avif']);
    expect({ mode, pair, base, map, gain, split }).toEqual({
      ...{
        mode: 'side',
        pair: ['original', 'a'],
        base: 'original',
        map: null,
        gain: 8,
        split: 0.5,
      },
    });
    const chosen = scene({
      ...{ 'images.a': 'avif', 'images.b': 'webp', 'images.c': 'none', 'images.by': 'quality' },
      ...{ 'images.at': 'avif:quality=80', 'images.right': 'b', 'images.split': '30' },
    });
    expect(chosen.slots.map(({ point }) => point!.spec)).toEqual([
      ...['avif:quality=80', 'webp:quality=80'],
    ]);
    expect(chosen.slots[1]).toMatchObject({ off: 0, near: true });
    expect(chosen).toMatchObject({ by: 'quality', pair: ['original', 'b'], split: 0.3 });
  });

  test('what the address says amiss is passed over', () => {
    const { slots, ...rest } = scene({
      ...{ 'images.a': 'constructor', 'images.b': '__proto__', 'images.at': 'x', 'images.by': 'x' },
      ...{ 'images.mode': 'x', 'images.left': 'd', 'images.base': 'x', 'images.map': 'toString' },
      ...{ 'images.gain': '3', 'images.split': '999' },
    });
    const usual = scene({});
    expect(slots).toEqual(usual.slots);
    expect(rest).toMatchObject({ mode: 'side', by: 'size', map: null, gain: 8, split: 0.5 });
    expect(rest.at).toBe(usual.at);
  });
});
