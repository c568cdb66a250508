import { WorkError } from '../base/errors.js';
import { resolveSettings } from '../base/params.js';
import { jxlJpeg } from '../codecs/jxl/jpeg.js';
import { openCodec } from '../codecs/open-codec.js';
import type { Trial } from './contract.js';
import { stripJpeg } from './metadata/jpeg.js';

const settingsOf = (engine: 'native' | 'cli') =>
  resolveSettings(jxlJpeg.id, jxlJpeg.params, { engine });

/** The engine of `jxl-jpeg` that is here: the library, else the programs; null where neither is. */
async function engineHere(): Promise<'native' | 'cli' | null> {
  for (const engine of ['native', 'cli'] as const) {
    if ((await jxlJpeg.available(settingsOf(engine))) === true) return engine;
  }
  return null;
}

/**
 * JPEG XL of a JPEG file, from which that file, less its metadata, is made again byte for byte: it is made
 * again and compared before it is given back.
 */
export const jpegInJxl: Trial = {
  id: 'jpeg-in-jxl',
  format: 'jxl',
  lossy: false,
  knob: null,
  applies: async (source) => source.format === 'jpeg' && (await engineHere()) !== null,
  async run({ bytes, facts }, { keep }, { maxPixels, signal }) {
    const engine = await engineHere();
    if (engine === null) return null;
    const jpeg = stripJpeg(bytes, { keep });
    const open = await openCodec(jxlJpeg, settingsOf(engine), {
      maxPixels,
      ...(signal && { signal }),
    });
    try {
      const { value } = await open.encode(jpeg);
      const again = (await open.decode(value)).value;
      if (again instanceof Uint8Array && Buffer.compare(again, jpeg) === 0) return value;
      throw new WorkError(
        `JPEG XL of ${facts.width}x${facts.height} gave back another file than the JPEG that it was made of`,
      );
    } finally {
      await open.close();
    }
  },
};
