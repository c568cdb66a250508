import type { Sharp } from 'sharp';
import type { Clock } from '../clock.js';
import { messageOf, WorkError } from '../errors.js';
import { createRaster, type Raster } from '../image/raster.js';
import { sharp } from '../image/sharp.js';
import { checkPixels } from './pixels.js';

/** A picture as the source of a sharp pipeline that keeps its channels and its depth. */
export function fromRaster({ data, width, height, channels, depth }: Raster): Sharp {
  const source = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  if (channels === 1) return source.toColourspace(depth === 16 ? 'grey16' : 'b-w');
  return source.toColourspace(depth === 16 ? 'rgb16' : 'srgb');
}

/** Runs the pipeline. Errors are WorkErrors in one line. */
export async function toBytes(pipeline: Sharp): Promise<Uint8Array> {
  try {
    const { data } = await pipeline.toUint8Array();
    return data;
  } catch (error) {
    throw new WorkError(`sharp: ${messageOf(error)}`);
  }
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Bits per sample: 8, or 9..16 where a sample is wider than a byte. */
  readonly bits: number;
}

/**
 * Decodes a file that sharp reads: grey to 1 channel, RGB to 3, either with alpha to 4; samples of
 * 9 to 16 bits to depth 16, scaled to its full range; an embedded colour profile is turned into
 * sRGB. Strict: whatever the library warns of is an error.
 * @throws WorkError for a broken file and for one of more than `maxPixels` pixels, the latter
 *   before its samples are allocated
 */
export async function decode(bytes: Uint8Array, clock: Clock, maxPixels: number): Promise<Raster> {
  const options = { failOn: 'warning', limitInputPixels: false } as const;
  try {
    const header = await clock.stage('parse', () => readHeader(sharp(bytes, options)));
    const { width, height, channels, bits } = header;
    checkPixels(width, height, maxPixels);
    const deep = bits > 8;
    const space = channels === 1 ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
    const { data, info } = await clock.stage('decode', () =>
      sharp(bytes, options)
        .toColourspace(space)
        .raw({ depth: deep ? 'ushort' : 'uchar' })
        .toUint8Array(),
    );
    const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
    if (samples instanceof Uint16Array && bits < 16) {
      clock.stage('finish', () => widen(samples, bits));
    }
    return createRaster({
      width: info.width,
      height: info.height,
      channels: info.channels,
      depth: deep ? 16 : 8,
      data: samples,
    });
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(`sharp: ${messageOf(error)}`);
  }
}

/** Codes of fewer than 16 bits, which libvips hands over shifted up, to the full range of 16. */
function widen(samples: Uint16Array, bits: number): void {
  const shift = 16 - bits;
  const scale = 65535 / (2 ** bits - 1);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i]! >> shift) * scale);
}

/**
 * Threads of every sharp pipeline of this process from now on. libaom cuts the picture into tiles
 * by it, so the bytes of AVIF depend on it.
 */
export function useThreads(threads: number): void {
  sharp.concurrency(threads);
}

async function readHeader(source: Sharp): Promise<Header> {
  const { width, height, channels, depth, bitsPerSample, hasAlpha } = await source.metadata();
  const bits = depth === 'uchar' ? 8 : (bitsPerSample ?? 16);
  return { width, height, bits, channels: hasAlpha ? 4 : channels === 1 ? 1 : 3 };
}
