import { drawnSize, drawVector } from '../../image/files/vector.js';
import { missingSvgo } from '../../runtimes/svgo.js';
import type { OptimizeFormat, Trial } from '../contract.js';
import { looksAlike } from '../svg/alike.js';
import { compressSvg } from '../svg/compress.js';
import { readSvgText } from '../svg/text.js';

/** Digits behind the point that are tried in turn, until the drawing looks as before; null is all of them. */
const precisions = { high: [3, 5, null], medium: [3, 5, null], low: [5, null] } as const;

/** What is drawn: gunzipped, within its bounds. */
const textOf = (bytes: Uint8Array): Uint8Array => Buffer.from(readSvgText(bytes));

const formatOf = (format: 'svg' | 'svgz'): OptimizeFormat => ({
  trials: [
    {
      id: 'svgo',
      format,
      lossy: true,
      knob: null,
      applies: (source) => source.format === format && missingSvgo() === null,
      async run(source, { preset }, { maxPixels }) {
        const drawn = await source.raster();
        for (const precision of precisions[preset]) {
          const smaller = await compressSvg(source.bytes, { precision });
          if (looksAlike(drawn, await drawVector(textOf(smaller), maxPixels))) return smaller;
        }
        return null;
      },
    } satisfies Trial,
  ],
  decode: (bytes, { maxPixels }) => drawVector(textOf(bytes), maxPixels),
  async readFacts(bytes) {
    const { width, height } = await drawnSize(textOf(bytes));
    return {
      ...{ width, height, orientation: 1, hasAlpha: true, frames: 1, icc: null },
      isLossless: null,
    };
  },
});

/** SVG: what runs, loads or leads elsewhere goes, the rest is written shorter by SVGO. */
export const svg = formatOf('svg');

/** The same, packed by gzip. */
export const svgz = formatOf('svgz');
