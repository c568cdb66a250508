import type { Metadata, OutputInfo, Sharp } from 'sharp';
import type { Clock } from '../base/clock.js';
import { WorkError } from '../base/errors.js';
import { statedColour } from '../image/files/colour/stated.js';
import { isSrgb } from '../image/files/colour/to-srgb.js';
import { sharp } from '../image/files/sharp.js';
import { decodeWithSharp } from '../image/files/source.js';
import { vipsMessage } from '../image/files/vips-message.js';
import { checkPixels } from '../image/pixels.js';
import { createRaster, type Raster } from '../image/raster.js';

/** A picture as the source of a sharp pipeline that keeps its channels and its depth. */
export function fromRaster({ data, width, height, channels, depth }: Raster): Sharp {
  const source = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  if (channels === 1) return source.toColourspace(depth === 16 ? 'grey16' : 'b-w');
  return source.toColourspace(depth === 16 ? 'rgb16' : 'srgb');
}

/** A smaller version of a picture by Lanczos3, `width` pixels wide, its height in proportion. */
export async function shrink(image: Raster, width: number): Promise<Raster> {
  const height = Math.max(1, Math.round((image.height * width) / image.width));
  const { depth } = image;
  const { data, info } = await outputOf(
    fromRaster(image)
      .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
      .raw({ depth: depth === 16 ? 'ushort' : 'uchar' }),
  );
  const samples =
    depth === 8 ? data : new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return createRaster({ ...info, depth, data: samples });
}

/** Runs the pipeline. Errors are WorkErrors in one line. */
export async function toBytes(pipeline: Sharp): Promise<Uint8Array> {
  try {
    return (await outputOf(pipeline)).data;
  } catch (error) {
    throw new WorkError(`sharp: ${vipsMessage(error)}`, { code: 'engine-failed' });
  }
}

/**
 * Runs the pipeline. Not by sharp's `toUint8Array`, which in 0.35 never frees the output that it copies;
 * the copy is made here instead, so that memory is the program's own and times are as they were.
 */
async function outputOf(pipeline: Sharp): Promise<{ data: Uint8Array; info: OutputInfo }> {
  const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), info };
}

/**
 * Decodes a file that sharp reads: grey to 1 channel, RGB to 3, either with alpha to 4; samples of
 * 9 to 16 bits to depth 16, scaled to its full range. Colours are turned into sRGB as those of
 * originals are, and an orientation is applied. Strict: whatever the library warns of is an error.
 * @throws WorkError for a broken file and for one of more than `maxPixels` pixels, the latter
 *   before its samples are allocated
 */
export async function decode(bytes: Uint8Array, clock: Clock, maxPixels: number): Promise<Raster> {
  const options = { failOn: 'warning', limitInputPixels: false } as const;
  try {
    const metadata = await clock.stage('parse', () => readMetadata(bytes));
    checkPixels(metadata.width, metadata.height, maxPixels);
    if (isForeign(bytes, metadata)) {
      return await clock.stage('decode', () => decodeWithSharp(bytes, { maxPixels }));
    }
    const { space, bits } = layoutOf(metadata);
    const { data, info } = await clock.stage('decode', () =>
      outputOf(
        sharp(bytes, options)
          .toColourspace(space)
          .raw({ depth: bits > 8 ? 'ushort' : 'uchar' }),
      ),
    );
    const { width, height, channels } = info;
    if (bits === 8) return createRaster({ width, height, channels, depth: 8, data });
    const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    if (bits < 16) clock.stage('finish', () => widen(samples, bits));
    return createRaster({ width, height, channels, depth: 16, data: samples });
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(`sharp: ${vipsMessage(error)}`, { code: 'engine-failed' });
  }
}

/**
 * The size of a picture from its header, for decoders that do not tell it before they allocate.
 * @throws WorkError for a broken file, one of more than `maxPixels` pixels, and one whose colours are
 *   not sRGB or that has a profile or an orientation, which are applied to what sharp decodes alone
 */
export async function readPlainSize(
  bytes: Uint8Array,
  maxPixels: number,
): Promise<{ width: number; height: number }> {
  const metadata = await readMetadata(bytes);
  const { width, height } = metadata;
  checkPixels(width, height, maxPixels);
  if (isForeign(bytes, metadata)) {
    throw new WorkError(
      'holds colours other than sRGB, a colour profile or an orientation; decode it with engine=sharp',
      { code: 'broken-image' },
    );
  }
  return { width, height };
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { failOn: 'warning', limitInputPixels: false }).metadata();
  } catch (error) {
    throw new WorkError(`sharp: ${vipsMessage(error)}`, { code: 'engine-failed' });
  }
}

/** Whether a file holds what no codec here writes, and what takes longer to decode. */
function isForeign(bytes: Uint8Array, metadata: Metadata): boolean {
  const { icc, space, orientation, depth, channels } = metadata;
  const odd = depth !== 'uchar' && depth !== 'ushort';
  if (odd || icc !== undefined || space === 'cmyk' || (orientation ?? 1) > 1) return true;
  const colour = statedColour(bytes, { isGrey: channels < 3 });
  return colour.isPremultiplied || (colour.space !== null && !isSrgb(colour.space));
}

/** Grey with alpha is asked for as RGBA: libvips has no raw layout for it. */
function layoutOf({ channels, depth, bitsPerSample }: Metadata): { space: string; bits: number } {
  const bits = depth === 'uchar' ? 8 : (bitsPerSample ?? 16);
  const grey = channels === 1;
  if (bits === 8) return { space: grey ? 'b-w' : 'srgb', bits };
  return { space: grey ? 'grey16' : 'rgb16', bits };
}

/** Codes of fewer than 16 bits, which libvips hands over shifted up, to the full range of 16. */
function widen(samples: Uint16Array, bits: number): void {
  const shift = 16 - bits;
  const scale = 65535 / (2 ** bits - 1);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i]! >> shift) * scale);
}

/**
 * Runs work on sharp pipelines with so many threads each. The count holds for the whole process, and
 * the bytes of AVIF depend on it, as libaom cuts the picture into tiles by it: work with another count
 * waits for what is under way.
 */
export async function withThreads<T>(threads: number, work: () => Promise<T>): Promise<T> {
  while (users > 0 && (threads !== inForce || waiting.length > 0)) {
    await new Promise<void>((go) => waiting.push(go));
  }
  if (threads !== inForce) {
    sharp.concurrency(threads);
    inForce = threads;
  }
  users += 1;
  try {
    return await work();
  } finally {
    users -= 1;
    if (users === 0) for (const go of waiting.splice(0)) go();
  }
}

let inForce = 1;
let users = 0;
const waiting: (() => void)[] = [];
