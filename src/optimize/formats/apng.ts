import { openOxipng } from '../../runtimes/wasm/oxipng.js';
import { readApng } from '../apng/read.js';
import { recompressApng } from '../apng/recompress.js';
import type { OptimizeFormat } from '../contract.js';
import { factsByHeaders } from '../facts.js';
import { stripPng } from '../metadata/png.js';

/** oxipng's level for frames, which are many and small. */
const level = 4;

/** APNG: each frame compressed anew, none changed, joined or cut. */
export const apng: OptimizeFormat = {
  trials: [
    {
      id: 'frames',
      format: 'apng',
      lossy: false,
      knob: null,
      applies: (source) => source.format === 'apng',
      async run({ bytes }, { keep }, { maxPixels }) {
        const oxipng = await openOxipng();
        try {
          return await recompressApng(stripPng(bytes, { keep }), {
            maxPixels,
            optimise: (png) => oxipng.optimise(png, { level, interlaced: false }),
          });
        } finally {
          oxipng.close();
        }
      },
    },
  ],
  async readFacts(bytes, { maxPixels }) {
    const { pictures } = readApng(bytes, { maxPixels });
    const frames = pictures.filter(({ control }) => control !== null).length;
    return { ...(await factsByHeaders(bytes)), frames, isLossless: true };
  },
};
