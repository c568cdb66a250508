import { fitsMemory, rewriteAnimation, showsSameFrames } from '../animation.js';
import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat, Source, Trial } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/** Animations that libvips reads all frames of. */
const isAnimation = ({ format, facts }: Source): boolean =>
  facts.frames > 1 && (format === 'webp' || format === 'gif');

const still = await trialByCodec({
  ...{ id: 'webp', format: 'webp', codec: 'webp' },
  settings: { effort: 6 },
});

const trials: readonly Trial[] = [
  still,
  await trialByCodec({
    ...{ id: 'webp-lossless', format: 'webp', codec: 'webp' },
    settings: { lossless: true, effort: 6 },
    suits: ({ format, facts }) => facts.isLossless === true || format === 'png' || format === 'gif',
  }),
  {
    id: 'webp-frames',
    format: 'webp',
    lossy: true,
    knob: still.knob,
    applies: (source) => isAnimation(source) && fitsMemory(source),
    run: ({ bytes }, { knob }) =>
      rewriteAnimation(bytes, { format: 'webp', options: { quality: knob!, effort: 4 } }),
  },
  {
    id: 'webp-frames-lossless',
    format: 'webp',
    lossy: false,
    knob: null,
    applies: (source) => isAnimation(source) && fitsMemory(source),
    async run({ bytes }) {
      const options = { lossless: true, effort: 4, exact: true };
      const written = await rewriteAnimation(bytes, { format: 'webp', options });
      return (await showsSameFrames(bytes, written)) ? written : null;
    },
  },
  stripTrial('webp'),
];

/** WebP: stills by libwebp, lossy and lossless; animations frame by frame, those of GIF files too. */
export const webp: OptimizeFormat = { trials };
