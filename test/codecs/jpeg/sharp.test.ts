import { expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import type { Settings } from '#src/base/params.js';
import { readJpegFrame } from '#src/codecs/jpeg/frame.js';
import { openJpegSharp } from '#src/codecs/jpeg/sharp.js';
import { psnr } from '#src/metrics/psnr.js';
import { scoreOf } from '../../support/score.ts';
import { picture, resources } from '../support.ts';

const image = picture({ width: 40, height: 24, grain: 0 });
const plain = { quality: 75, chroma: '4:2:0', quant_table: 0 };

async function encode(settings: Settings): Promise<Uint8Array> {
  return openJpegSharp(settings, resources).encode(image, untimed);
}

test('a picture there and back, nearer the higher the quality', async () => {
  const fidelity = async (quality: number): Promise<number> => {
    const bytes = await encode({ ...plain, chroma: '4:4:4', quality });
    return scoreOf(psnr, image, await openJpegSharp(plain, resources).decode(bytes, untimed));
  };
  expect(await fidelity(95)).toBeGreaterThan(35);
  expect(await fidelity(20)).toBeLessThan(await fidelity(95));
});

test.each([
  [{}, 0],
  [{ progressive: true }, 2],
  [{ scans: true }, 2],
  [{ mozjpeg: true }, 2],
])('%j makes a file of process %i', async (settings, process) => {
  expect(readJpegFrame(await encode({ ...plain, ...settings })).process).toBe(process);
});

test('chroma is stored as told, and Huffman tables are fitted where that is asked', async () => {
  const { sampling } = readJpegFrame(await encode({ ...plain, chroma: '4:4:4' }));
  expect(sampling).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
  const [fixed, fitted] = [await encode(plain), await encode({ ...plain, optimise: true })];
  expect(fitted.length).toBeLessThan(fixed.length);
});
