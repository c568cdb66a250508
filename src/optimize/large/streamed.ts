import { joinBytes } from '../../base/bytes.js';
import { messageOf, WorkError } from '../../base/errors.js';
import { sharp } from '../../image/files/sharp.js';
import { vipsMessage } from '../../image/files/vips-message.js';
import { freeMemory } from '../../runtimes/processes/free-memory.js';
import { recodeBaseline, savedByRecoding } from '../baseline/recode.js';
import type { Source, Trial } from '../contract.js';
import type { FormatId } from '../formats/table.js';
import { keptOfJpeg, shownBy, stripJpeg } from '../metadata/jpeg.js';
import { stripTrial } from '../strip-trial.js';

/**
 * Pixels from which a JPEG is never held whole: its samples, those of a candidate and what a metric makes
 * of both would be gigabytes.
 */
export const largePixels = 32_000_000;

/**
 * Whether a picture is worked on by streams, from JPEG to JPEG. Others need the samples of the whole: those
 * of other formats or for other formats, of four components, or where metadata are kept.
 */
export async function isStreamed(source: Source, formats: readonly FormatId[]): Promise<boolean> {
  const { width, height } = source.facts;
  const isOwn = source.format === 'jpeg' && formats.every((format) => format === 'jpeg');
  if (!isOwn || width * height < largePixels) return false;
  return (await layoutOf(source.bytes)) !== null;
}

/** The layout that samples are read in as they are stored; null of four components. */
export async function layoutOf(bytes: Uint8Array): Promise<'srgb' | 'b-w' | null> {
  const { space } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return space === 'srgb' || space === 'b-w' ? space : null;
}

/** Reads a file row by row: libvips keeps a few of them. */
export function openRows(bytes: Uint8Array, maxPixels: number) {
  const limits = { failOn: 'warning', limitInputPixels: maxPixels } as const;
  return sharp(bytes, { ...limits, sequentialRead: true, ignoreIcc: true });
}

/** Errors of libvips in our words. */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(vipsMessage(error) || messageOf(error), { code: 'broken-image' });
  }
}

/**
 * Encoded anew row by row: sequential, since progressive scans and mozjpeg's trellis need all
 * coefficients at once; then coded again by the best Huffman tables.
 */
const streamed: Trial = {
  id: 'streamed',
  format: 'jpeg',
  lossy: true,
  knob: {
    curves: 'jpeg',
    values: Array.from({ length: 100 }, (_, i) => i + 1),
    grid: [5, 10, 20, 30, 40, 50, 60, 75, 85, 90, 95],
    fixed: (quality) => quality,
  },
  applies: (_, { keep }) => keep.length === 0,
  async run({ bytes }, { knob }, { maxPixels }) {
    freeMemory();
    const space = await layoutOf(bytes);
    const written = await telling(() =>
      openRows(bytes, maxPixels)
        .toColourspace(space!)
        .jpeg({ quality: knob!, progressive: false, optimiseCoding: false })
        .toBuffer(),
    );
    return recodeBaseline(written, shownBy(bytes));
  },
};

/** Share of the bytes below which coding again is not worth a second file in memory. */
const leastSaving = 0.001;

/** The coefficients coded again without loss, as they are read. Progressive files are left as they are. */
const recoded: Trial = {
  id: 'recode',
  format: 'jpeg',
  lossy: false,
  knob: null,
  applies: () => true,
  async run({ bytes }, { keep }, { mostBytes = bytes.length }) {
    // Most files have the best tables, or a lossy one is smaller: a second one is not made for nothing.
    const saved = savedByRecoding(bytes);
    // Half, since metadata and stuffed bytes are not in what is counted.
    const least = Math.max(leastSaving * bytes.length, (bytes.length - mostBytes) / 2);
    return saved === null || saved < least ? null : recodeBaseline(stripJpeg(bytes, { keep }));
  },
};

/** Its metadata taken out: a second file in memory only where that one can be the answer. */
const stripped: Trial = {
  ...stripTrial('jpeg'),
  async run({ bytes }, { keep }, { mostBytes = bytes.length }) {
    const kept = keptOfJpeg(bytes, { keep });
    const size = kept.reduce((sum, { length }) => sum + length, 0);
    if (size > mostBytes) return null;
    // A place is blanked in EXIF that stays, which then is as long as it was.
    const isWhole = size === bytes.length && kept.every(({ buffer }) => buffer === bytes.buffer);
    return isWhole ? bytes : joinBytes(kept);
  },
};

/** The trials of a JPEG that is worked on by streams. */
export const streamedTrials: readonly Trial[] = [streamed, recoded, stripped];
