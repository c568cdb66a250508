import os from 'node:os';
import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { checkMemory, memoryOf } from '#src/codecs/learned/memory.js';
import type { CodecModelCard } from '#src/codecs/learned/model-identity.js';
import { loadCard } from '#src/models/catalogue.js';

const side = 1024;
/** Bytes a pixel by which a picture of `side` pixels each way takes all that a model may have. */
const most = (0.8 * os.totalmem()) / side ** 2;

function check(bytesPerPixel: number, tiles: CodecModelCard['codec']['tiles'] = null): () => void {
  const card = {
    id: 'test',
    codec: { tiles, bytesPerPixel, rate: { first: 1, ratio: 1 } },
  } as unknown as CodecModelCard;
  return () => checkMemory(card, { width: side, height: side });
}

test('a picture may take four fifths of the memory, and no more', () => {
  expect(check(0.999 * most)).not.toThrow();
  expect(check(1.001 * most)).toThrow(WorkError);
  expect(check(1.001 * most)).toThrow(/^test needs about [\d.]+ GiB for 1024x1024 pixels/);
});

test('of a picture that is cut into windows the largest window counts', () => {
  const tiles = { size: 256, overlap: 0 };
  expect(check(8 * most, tiles)).not.toThrow();
  expect(check(16 * most, tiles)).toThrow(WorkError);
});

test('attention counts every pair of its places', () => {
  const check = (bytesPerPair: number) => {
    const codec = {
      tiles: null,
      bytesPerPixel: 1,
      rate: { resize: { multiple: 16 } },
      attention: { scale: 8, bytesPerPair },
    };
    const card = { id: 'test', codec } as unknown as CodecModelCard;
    return () => checkMemory(card, { width: side, height: side });
  };
  const perPair = (0.8 * os.totalmem()) / (side / 8) ** 4;
  expect(check(0.999 * perPair)).not.toThrow();
  expect(check(1.001 * perPair)).toThrow(/or take a lower quality$/);
});

test('attention and convolutions are not at work at once', () => {
  const codec = { bytesPerPixel: 1000, attention: { scale: 8, bytesPerPair: 16 } };
  expect(memoryOf(codec, 64 * 100)).toBe(6_400_000);
  expect(memoryOf(codec, 64 * 10_000)).toBe(16 * 10_000 ** 2);
  expect(memoryOf({ bytesPerPixel: 1000 }, 64 * 10_000)).toBe(640_000_000);
});

test('walloc takes what was measured of it at full size, within 5 %', async () => {
  const { codec } = await loadCard('walloc');
  // Megabytes beside the loaded graphs, of random weights, from the second picture on.
  const seen = [
    [512, 384, 177],
    [768, 512, 502],
    [1024, 768, 1626],
    [1280, 960, 3666],
  ] as const;
  for (const [width, height, megabytes] of seen) {
    const share = memoryOf(codec!, width * height) / 1e6 / megabytes;
    expect(share).toBeGreaterThan(0.95);
    expect(share).toBeLessThan(1.05);
  }
});
