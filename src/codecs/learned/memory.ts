import { hostMemoryBytes } from '#platform/base/host.js';
import { WorkError } from '../../base/errors.js';
import type { CodecModelCard } from './model-identity.js';
import type { Extent } from './tensors.js';
import { windowsOf } from './windows.js';

/**
 * Refuses a picture that a model would need more memory for than this machine has: a network that
 * outgrows the machine takes the whole process with it.
 * @throws WorkError
 */
export function checkMemory({ id, codec }: CodecModelCard, { width, height }: Extent): void {
  const { tiles, bytesPerPixel, attention, rate } = codec;
  const pixels = windowsOf(width, height, tiles).map((window) => window.width * window.height);
  const largest = Math.max(...pixels);
  const pairs = attention === undefined ? 0 : (largest / attention.scale ** 2) ** 2;
  const windows = largest * bytesPerPixel + pairs * (attention?.bytesPerPair ?? 0);
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
