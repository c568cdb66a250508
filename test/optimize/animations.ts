import { sharp } from '#src/image/files/sharp.js';
import { picture } from '../support/photos.ts';

/** The samples of a picture of RGB. */
export function samples(width: number, height: number, seed = 1): Uint8Array {
  return picture(width, height, seed).data as Uint8Array;
}

/** Frames of 48x32 in parts of which something moves, one below the other. */
function frames(count: number): Buffer {
  const first = samples(48, 32);
  return Buffer.concat(
    Array.from({ length: count }, (_, n) => first.map((v, i) => (i % 997 < 60 * n ? v ^ 0x70 : v))),
  );
}

const raw = (count: number) =>
  ({ width: 48, height: 32 * count, channels: 3, pageHeight: 32 }) as const;
const times = (count: number) => ({
  delay: Array.from({ length: count }, (_, i) => 50 + 10 * i),
  loop: 3,
});

/** A GIF file of some frames. */
export function animatedGif(count = 4): Promise<Buffer> {
  return sharp(frames(count), { raw: raw(count) })
    .gif({ ...times(count), keepDuplicateFrames: true })
    .toBuffer();
}

/** A WebP file of some frames. */
export function animatedWebp(count = 4): Promise<Buffer> {
  return sharp(frames(count), { raw: raw(count) })
    .webp({ ...times(count), lossless: true })
    .toBuffer();
}
