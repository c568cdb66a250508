import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentClasses } from '#src/base/content-class.js';
import { seededRandom } from '#src/base/statistics.js';
import { contentOf } from '#src/image/content.js';
import { loadImageFile } from '#src/image/files/load.js';
import { createRaster, type Raster } from '#src/image/raster.js';
import { picture } from '../support/photos.ts';
import { describeShared, shared } from '../support/shared.ts';

function drawn(colour: (x: number, y: number) => readonly number[], side = 128): Raster {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    data.set(colour(i % side, Math.floor(i / side)), 3 * i);
  }
  return createRaster({ width: side, height: side, channels: 3, depth: 8, data });
}

const white = [255, 255, 255];
const black = [0, 0, 0];

describe('contentOf', () => {
  const random = seededRandom(1);
  test.each([
    ['flat', drawn(() => [9, 80, 200])],
    ['noise', drawn(() => [random.integer(256), random.integer(256), random.integer(256)])],
    ['photograph', picture(128, 96)],
    // Lines of letters on white, with blank lines between them.
    ['screen', drawn((x, y) => (y % 32 < 10 && (x * 7 + y * 3) % 5 === 0 ? black : white))],
    // A soft disc on white.
    [
      'drawing',
      drawn((x, y) => {
        const far = Math.hypot(x - 64, y - 64);
        return far > 30 ? white : [Math.round(8 * far), x, y];
      }),
    ],
  ] as const)('%s', (content, image) => {
    expect(contentOf(image)).toBe(content);
    expect(contentClasses).toContain(content);
  });

  test('takes any size, layout and depth', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 17],
      [9, 3],
    ] as const) {
      const grey = { width, height, channels: 1, depth: 16, data: new Uint16Array(width * height) };
      expect(contentOf(createRaster(grey))).toBe('flat');
    }
  });

  test('a white background makes no drawing of a photograph', () => {
    const photo = picture(128, 128);
    const data = photo.data.slice();
    data.fill(255, 0, Math.floor(data.length * 0.4));
    expect(contentOf({ ...photo, data })).toBe('photograph');
  });
});

describeShared('the data sets that say what their images are', () => {
  test.each([
    ['gb82-screen', 'screen'],
    ['gb82-photo', 'photograph'],
    ['kodak', 'photograph'],
  ] as const)('%s is told from its samples too', async (dataset, content) => {
    const folder = shared('datasets', dataset);
    const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
    const some = names.filter((_, i) => i % 5 === 0);
    expect(existsSync(folder) && some.length).toBeGreaterThan(1);
    for (const name of some) {
      expect(contentOf(await loadImageFile(path.join(folder, name))), name).toBe(content);
    }
  });
});
