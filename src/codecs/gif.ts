import { clearUncovered } from '../image/files/gif-canvas.js';
import { imageFormats } from '../image/format.js';
import { withoutOpaqueAlpha } from '../image/opaque.js';
import { libraryVersion } from '../runtimes/versions.js';
import type { Codec } from './codec.js';

/**
 * GIF by cgif and libimagequant (sharp): one picture of a palette of at most 256 colours, lossy by
 * the choice of them. GIF89a.
 *
 * Palettes have 2, 4, 16 or 256 places, and any other number of `colours` acts as the next of these.
 */
export const gif: Codec = {
  id: 'gif',
  title: 'GIF',
  kind: 'lossy',
  format: imageFormats.gif,
  params: {
    effort: {
      type: 'integer',
      min: 1,
      max: 10,
      default: 7,
      meaning: 'how hard the best palette is looked for',
    },
    dither: {
      type: 'number',
      min: 0,
      max: 1,
      default: 1,
      meaning: 'error diffusion: 0 none, 1 full',
    },
    interlaced: { type: 'boolean', default: false, meaning: 'rows in four passes' },
    colours: {
      type: 'integer',
      min: 2,
      max: 256,
      default: 256,
      sweep: [2, 4, 16, 256],
      meaning: 'size of the palette; in effect 2, 4, 16 or 256',
    },
  },
  accepts: () => ({ channels: [3], depths: [8] }),
  limits: () => ({ side: 65_535 }),
  lossless: () => false,
  engine: () => ({
    name: 'cgif+libimagequant',
    version: `${libraryVersion('sharp', 'cgif')}+${libraryVersion('sharp', 'imagequant')}`,
    runtime: 'native',
  }),
  available: async () => true,
  open: async ({ effort, dither, interlaced, colours }, resources) => {
    const { openSharp } = await import('./sharp-session.js');
    const options = {
      effort: Number(effort),
      dither: Number(dither),
      progressive: interlaced === true,
      colours: Number(colours),
    };
    const session = openSharp(imageFormats.gif, resources, (source) => source.gif(options));
    return {
      ...session,
      // libvips gives some files of grey an alpha channel.
      async decode(bytes, clock) {
        const image = await session.decode(bytes, clock);
        return clock.stage('finish', () => withoutOpaqueAlpha(clearUncovered(bytes, image)));
      },
    };
  },
};
