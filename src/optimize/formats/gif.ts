import {
  demandSameAnimation,
  fitsMemory,
  rewriteAnimation,
  showsSameFrames,
} from '../animation.js';
import type { OptimizeFormat, Source, Trial } from '../contract.js';
import { hasGifsicle, runGifsicle } from '../gifsicle.js';
import { stripGif } from '../metadata/gif.js';
import type { PresetName } from '../presets.js';
import { stripTrial } from '../strip-trial.js';

/** What cgif may pass over between frames, in steps of 8 bits, and gifsicle within rows. */
const lossOf: Readonly<Record<PresetName, { readonly frames: number; readonly rows: number }>> = {
  high: { frames: 16, rows: 80 },
  medium: { frames: 8, rows: 40 },
  low: { frames: 4, rows: 20 },
};

const isOwn = (source: Source): boolean => source.format === 'gif' && fitsMemory(source);

/** Without loss is what shows the same samples in every frame; an encoder does not promise it. */
async function lossless(bytes: Uint8Array, written: Uint8Array): Promise<Uint8Array | null> {
  await demandSameAnimation(bytes, written);
  return (await showsSameFrames(bytes, written)) ? written : null;
}

const trials: readonly Trial[] = [
  {
    id: 'cgif',
    format: 'gif',
    lossy: false,
    knob: null,
    applies: isOwn,
    async run({ bytes }, { keep }) {
      const options = { reuse: true, effort: 10, interFrameMaxError: 0, keepDuplicateFrames: true };
      const written = await rewriteAnimation(bytes, { format: 'gif', options });
      return lossless(bytes, stripGif(written, { keep }));
    },
  },
  {
    id: 'cgif-lossy',
    format: 'gif',
    lossy: true,
    knob: null,
    applies: (source, { lossyPng }) => isOwn(source) && (lossyPng || source.facts.frames > 1),
    async run({ bytes }, { preset, lossyPng }) {
      const options = {
        ...{ effort: 10, interFrameMaxError: lossOf[preset].frames, keepDuplicateFrames: true },
        ...(lossyPng ? { reuse: false, colours: 64 } : { reuse: true }),
      };
      return rewriteAnimation(bytes, { format: 'gif', options });
    },
  },
  {
    id: 'gifsicle',
    format: 'gif',
    lossy: false,
    knob: null,
    applies: (source) => isOwn(source) && hasGifsicle(),
    async run({ bytes }, { keep }, { signal }) {
      return lossless(bytes, await runGifsicle(stripGif(bytes, { keep }), { lossy: 0, signal }));
    },
  },
  {
    id: 'gifsicle-lossy',
    format: 'gif',
    lossy: true,
    knob: null,
    applies: (source) => isOwn(source) && hasGifsicle(),
    async run({ bytes }, { keep, preset }, { signal }) {
      const lossy = lossOf[preset].rows;
      const written = await runGifsicle(stripGif(bytes, { keep }), { lossy, signal });
      await demandSameAnimation(bytes, written);
      return written;
    },
  },
  stripTrial('gif'),
];

/** GIF: its frames coded again, as they are and with little differences passed over. */
export const gif: OptimizeFormat = { trials };
