import { deflateSync } from 'node:zlib';
import { pngChunk, pngSignature } from '#src/image/png-chunks.js';
import { samples } from '../animations.ts';

/** The content of a chunk fcTL. */
export function frameControl(
  sequence: number,
  { width = 20, height = 10, left = 0, top = 0, dispose = 0, blend = 0 } = {},
): Buffer {
  const control = Buffer.alloc(26);
  for (const [i, value] of [sequence, width, height, left, top].entries()) {
    control.writeUInt32BE(value, 4 * i);
  }
  control.writeUInt16BE(7, 20);
  control.writeUInt16BE(100, 22);
  control.set([dispose, blend], 24);
  return control;
}

/** The rows of a picture of RGB, none filtered, as a zlib stream that is larger than need be. */
export function frameStream(width: number, height: number, seed: number): Buffer {
  const data = samples(width, height, seed);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), data.subarray(3 * width * y, 3 * width * (y + 1))]),
  );
  return deflateSync(Buffer.concat(rows), { level: 1 });
}

/** The header of a picture of 20x10 of RGB. */
export function header(): Buffer {
  const content = Buffer.alloc(13);
  content.writeUInt32BE(20);
  content.writeUInt32BE(10, 4);
  content.set([8, 2, 0, 0, 0], 8);
  return content;
}

export function animationControl(frames: number): Buffer {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames);
  control.writeUInt32BE(3, 4);
  return control;
}

/** A frame's piece with its number before it. */
export function numbered(sequence: number, content: Uint8Array): Buffer {
  const chunk = Buffer.alloc(4 + content.length);
  chunk.writeUInt32BE(sequence);
  chunk.set(content, 4);
  return chunk;
}

export type Chunk = readonly [type: string, content: Uint8Array];

export function file(...chunks: Chunk[]): Buffer {
  return Buffer.concat([pngSignature, ...chunks.map(([type, content]) => pngChunk(type, content))]);
}

const second = frameStream(8, 6, 2);

/** An animation of two frames, the second small and in two pieces. */
export const twoFrames: readonly Chunk[] = [
  ['IHDR', header()],
  ['acTL', animationControl(2)],
  ['gAMA', Buffer.from('0000b18f', 'hex')],
  ['fcTL', frameControl(0)],
  ['IDAT', frameStream(20, 10, 1)],
  ['fcTL', frameControl(1, { width: 8, height: 6, left: 5, top: 4, dispose: 2, blend: 1 })],
  ['fdAT', numbered(2, second.subarray(0, 50))],
  ['fdAT', numbered(3, second.subarray(50))],
  ['IEND', Buffer.alloc(0)],
];
