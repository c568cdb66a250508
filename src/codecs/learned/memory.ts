import { hostMemoryBytes } from '#platform/base/host.js';
import { WorkError } from '../../base/errors.js';
import type { CodecCard } from '../../models/codec-card.js';
import type { CodecModelCard } from './model-identity.js';
import type { Extent } from './tensors.js';
import { windowsOf } from './windows.js';

/**
 * What a model takes for so many pixels in one piece, in bytes: what its convolutions or what its
 * attention takes and what is held beside it, whichever is more: the widest convolutions are at work at
 * another time than attention.
 */
export function memoryOf(
  { bytesPerPixel, attention }: Pick<CodecCard, 'bytesPerPixel' | 'attention'>,
  pixels: number,
): number {
  if (attention === undefined) return pixels * bytesPerPixel;
  const { scale, bytesPerPair, beside = 0 } = attention;
  const pairs = (pixels / scale ** 2) ** 2;
  return Math.max(pixels * bytesPerPixel, pairs * bytesPerPair + pixels * beside);
}

/**
 * Refuses a picture that a model would need more memory for than this machine has: a network that
 * outgrows the machine takes the whole process with it.
 * @throws WorkError
 */
export function checkMemory({ id, codec }: CodecModelCard, { width, height }: Extent): void {
  const { tiles, rate } = codec;
  const pixels = windowsOf(width, height, tiles).map((window) => window.width * window.height);
  const windows = memoryOf(codec, Math.max(...pixels));
  // Of all of the picture: samples, planes of floats, symbols, and what contexts keep.
  const needed = windows + (tiles === null ? 0 : width * height * 64);
  const most = 0.8 * hostMemoryBytes();
  if (needed <= most) return;
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  const message =
    `${id} needs about ${gib(needed)} GiB for ${width}x${height} pixels, and this machine has ` +
    `${gib(hostMemoryBytes())}: code a crop of it${'resize' in rate ? ', or take a lower quality' : ''}`;
  throw new WorkError(message, { code: 'not-enough-memory' });
}
