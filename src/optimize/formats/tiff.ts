import { trialByCodec } from '../by-codec.js';
import type { OptimizeFormat } from '../contract.js';
import { stripTrial } from '../strip-trial.js';

/** From quality 90 up libvips leaves out the colour transform of JPEG in TIFF. */
const jpegRange = [1, 89] as const;

/** TIFF: deflate, LZW and JPEG, at the same time. Files of several pages lose their metadata alone. */
export const tiff: OptimizeFormat = {
  inParallel: true,
  trials: await Promise.all([
    ...['deflate', 'lzw'].map((compression) =>
      trialByCodec({ id: compression, format: 'tiff', codec: 'tiff', settings: { compression } }),
    ),
    trialByCodec({
      ...{ id: 'jpeg', format: 'tiff', codec: 'tiff', range: jpegRange },
      settings: { compression: 'jpeg' },
      suits: ({ facts }) => !facts.hasAlpha,
    }),
    stripTrial('tiff'),
  ]),
};
