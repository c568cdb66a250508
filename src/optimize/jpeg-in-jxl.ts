import { WorkError } from '../base/errors.js';
import { resolveSettings } from '../base/params.js';
import { jxlJpeg } from '../codecs/jxl/jpeg.js';
import { type OpenCodec, openCodec } from '../codecs/open-codec.js';
import type { Trial, TrialLimits } from './contract.js';
import { decodeOriginal } from './decode-original.js';
import { stripJpeg } from './metadata/jpeg.js';

const settingsOf = (engine: 'native' | 'cli') =>
  resolveSettings(jxlJpeg.id, jxlJpeg.params, { engine });

/** The engine that is here: the library, else the programs; null where neither is. */
async function engineHere(): Promise<'native' | 'cli' | null> {
  for (const engine of ['native', 'cli'] as const) {
    if ((await jxlJpeg.available(settingsOf(engine))) === true) return engine;
  }
  return null;
}

/**
 * JPEG XL of a JPEG file, from which that file, less its metadata, is made again byte for byte: it is made
 * again and compared before it is given back. What it shows is what that JPEG shows: decoded as JPEG XL its
 * samples differ by rounding, and not every build of libjxl decodes it.
 */
export const jpegInJxl: Trial = {
  id: 'jpeg-in-jxl',
  format: 'jxl',
  lossy: false,
  knob: null,
  applies: async (source) => source.format === 'jpeg' && (await engineHere()) !== null,
  async run({ bytes, facts }, { keep }, limits) {
    const jpeg = stripJpeg(bytes, { keep });
    return withRecompression(limits, async (open) => {
      const { value } = await open.encode(jpeg);
      if (Buffer.compare(await jpegOf(open, value), jpeg) === 0) return value;
      throw new WorkError(
        `JPEG XL of ${facts.width}x${facts.height} gave back another file than the JPEG that it was made of`,
      );
    });
  },
  async decode(bytes, limits) {
    const jpeg = await withRecompression(limits, (open) => jpegOf(open, bytes));
    if (jpeg === null) throw new WorkError('the libjxl that made it is gone');
    return decodeOriginal(jpeg, limits);
  },
};

/** Null where libjxl is not here. */
async function withRecompression<T>(
  { maxPixels, signal }: TrialLimits,
  work: (open: OpenCodec) => Promise<T>,
): Promise<T | null> {
  const engine = await engineHere();
  if (engine === null) return null;
  const limits = { maxPixels, ...(signal && { signal }) };
  const open = await openCodec(jxlJpeg, settingsOf(engine), limits);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** The JPEG file that a JPEG XL file is made of. */
async function jpegOf(open: OpenCodec, bytes: Uint8Array): Promise<Uint8Array> {
  const { value } = await open.decode(bytes);
  if (value instanceof Uint8Array) return value;
  throw new WorkError('holds samples, and no JPEG file');
}
